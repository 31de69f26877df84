/** A ticket: what is known of it, the thread with the person, and what an agent can do. */

import { say } from '../frame/words.js';
import { classMap } from '../lit/directives/class-map.js';
import { keyed } from '../lit/directives/keyed.js';
import { live } from '../lit/directives/live.js';
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { ago, clockOf, promiseState, secondsTo, wholeTime } from './times.js';

const SENT = {
  sent: ['good', 'thread-arrived'],
  unconfirmed: ['care', 'thread-unconfirmed'],
  refused: ['bad', 'thread-refused'],
};
const whom = (view) => view.person ?? say('write-person');

/**
 * Draws a ticket. `on` has what its buttons do: `act(choice, text)`, `tick(line, isDone)`, `ask(dialog)`, `write(event)`, `mode(name)`,
 * `undo(id)`, `now(id)`, `attach(files)`, `detach(id)`, `typed()`, `back()`. */
export function drawTicket(view, state, on) {
  return keyed(
    view.ticket,
    html`<article class="ticket" aria-labelledby="ticket-title">
      ${head(view, state, on)}
      <div class="body">
        <section class="thread" aria-label=${say('ticket-conversation')}>
          ${thread(view)} ${held(view, on)} ${composer(view, state, on)}
        </section>
        <aside class="known" aria-label=${say('ticket-known-about')} tabindex="0">
          <details ?open=${state.isWide}><summary>${say('ticket-known-about')}</summary>${known(view, on)}</details>
        </aside>
      </div>
    </article>`,
  );
}

function head(view, state, on) {
  const title = view.problem?.title ?? say('ticket-unknown');
  return html`<header class="top">
    <div class="title">
      <button type="button" class="quiet back" @click=${on.back} aria-label=${say('desk-back')}>←</button>
      <div>
        <h1 id="ticket-title" tabindex="-1">${title}</h1>
        <p class="soft">
          <span class="number">${view.ticket}</span> · ${say('ticket-where', { who: view.who, place: view.place })} ·
          <time datetime=${view.since} title=${wholeTime(view.since)}>${say('ticket-since', { clock: clockOf(view.since), ago: ago(view.since) })}</time>
        </p>
      </div>
    </div>
    <p class="tags">
      ${view.urgent ? html`<span class="tag bad">${say('ticket-urgent')}</span>` : nothing} ${standing(view, state)}
      ${view.isAdmin ? html`<span class="tag">${say('ticket-admin')}</span>` : nothing}
      ${view.problem?.category ? html`<span class="tag">${view.problem.category}</span>` : nothing} ${lookers(view, state)}
    </p>
    ${
      view.verified
        ? view.account
          ? html`<p class="soft signed" dir="auto">${say('ticket-account', view.account)}</p>`
          : nothing
        : html`<p class="unverified"><strong>${say('ticket-unverified')}</strong> <span>${say('ticket-unverified-about')}</span></p>`
    }
    <div class="row actions">${actions(view, state, on)}</div>
  </header>`;
}

function standing(view, { me }) {
  if (view.isFinding) return html`<span class="tag">${say('ticket-finding')}</span>`;
  if (view.state === 'held')
    return html`<span class="tag agent">${view.holder?.id === me.id ? say('ticket-yours') : say('ticket-theirs', { who: view.holder?.name ?? say('desk-somebody') })}</span>`;
  if (view.state === 'closed') {
    const outcome = view.outcomes.find(({ id }) => id === view.outcome)?.title;
    return html`<span class="tag">${outcome ? say('ticket-closed-as', { outcome }) : say('ticket-closed')}</span>`;
  }
  if (!view.promised) return html`<span class="tag care">${say('ticket-waiting')}</span>`;
  const { kind, time } = promiseState(view.promised);
  const words = say(kind === 'late' ? 'ticket-broken' : 'ticket-promised', { clock: clockOf(view.promised), time });
  return html`<span class="tag ${kind === 'late' ? 'bad' : 'care'}" title=${wholeTime(view.promised)}>${words}</span>`;
}

function actions(view, { busy, me }, on) {
  const has = (id) => view.choices.find((choice) => choice.id === id);
  const button = (id, { title = has(id).title, kind = '' } = {}) =>
    has(id)
      ? html`<button type="button" class=${kind} ?disabled=${busy} @click=${() => on.act(id)}>${title}</button>`
      : nothing;
  const isOpen = view.state !== 'closed' && !view.isFinding;
  const asks = view.forms.find(({ id }) => id === 'ask');
  const steps = view.forms.find(({ id }) => id === 'step');
  return html`
    ${has('claim') ? button('claim', { kind: 'primary' }) : nothing}
    ${isOpen ? html`<button type="button" ?disabled=${busy} @click=${() => on.ask('resolve')}>${say('ticket-resolve')}</button>` : nothing}
    ${has('reopen') ? button('reopen', { kind: 'primary' }) : nothing}
    ${view.state === 'held' && view.holder?.id === me.id && has('release') ? button('release') : nothing}
    <details class="menu rest">
      <summary class="button">${say('ticket-more')}</summary>
      <div>
        ${view.state === 'held' && view.holder?.id !== me.id && has('release') ? button('release') : nothing}
        ${isOpen ? html`<button type="button" @click=${() => on.ask('hand')}>${say('ticket-hand')}</button>` : nothing}
        ${asks ? html`<button type="button" @click=${() => on.ask('ask')}>${asks.title}</button>` : nothing}
        ${steps ? html`<button type="button" @click=${() => on.ask('step')}>${steps.title}</button>` : nothing}
        ${has('wrong') ? button('wrong') : nothing} ${has('code') ? button('code') : nothing}
        ${has('revoke') ? button('revoke') : nothing}
      </div>
    </details>
  `;
}

function known(view, on) {
  return html`
    ${
      view.report
        ? html`<section><h2>${say('ticket-words')}</h2><blockquote dir="auto">${view.report}</blockquote></section>`
        : nothing
    }
    ${view.evidence ? html`<section><h2>${say('ticket-evidence')}</h2><blockquote dir="auto">${view.evidence}</blockquote></section>` : nothing}
    ${view.telling.length > 0 ? html`<section><h2>${say('ticket-telling')}</h2><p dir="auto">${view.telling.join(', ')}</p></section>` : nothing}
    ${
      view.workOrder.length > 0
        ? html`<section>
            <h2>${say('ticket-work')}</h2>
            <ul class="work">
              ${view.workOrder.map(
                ({ text, isDone }, i) => html`<li><label class=${classMap({ done: isDone })}>
                  <input type="checkbox" .checked=${live(isDone)}
                    @change=${(event) => on.tick(i, event.target.checked)}>
                  <span>${text}</span></label></li>`,
              )}
            </ul>
          </section>`
        : nothing
    }
    ${
      view.facts.length > 0
        ? html`<section><h2>${say('ticket-facts')}</h2><dl class="facts">${view.facts.map(
            ({ title, value }) => html`<div><dt>${title}</dt><dd dir="auto">${value}</dd></div>`,
          )}</dl></section>`
        : nothing
    }
    <section>
      <h2>${say('ticket-tried')}</h2>
      ${
        view.tried.length === 0
          ? html`<p class="soft">${say('ticket-tried-none')}</p>`
          : html`<ol class="tried">${view.tried.map(
              ({ asked, answer }) => html`<li>${asked} <strong dir="auto">${answer}</strong></li>`,
            )}</ol>`
      }
    </section>
    ${
      view.problem?.sure
        ? html`<section><h2>${say('ticket-recognised')}</h2><p>${view.problem.title} <span class="soft">${say('ticket-sure', { sure: view.problem.sure })}</span></p></section>`
        : nothing
    }
    ${view.added.length > 0 ? html`<section><h2>${say('ticket-added')}</h2>${view.added.map((text) => html`<blockquote dir="auto">${text}</blockquote>`)}</section>` : nothing}
    ${view.leftOut.length > 0 ? html`<p class="soft">${say('ticket-left-out', { what: view.leftOut.join(', ') })}</p>` : nothing}
  `;
}

function thread(view) {
  return html`<div class="lines" id="lines" tabindex="0" role="log" aria-label=${say('thread-lines')}>
    ${
      view.transcript.length > 0
        ? html`<details class="before">
            <summary>${say('thread-before', { count: view.transcript.length })}</summary>
            ${view.transcript.map(
              ({ by, text }) =>
                html`<p class="told"><strong>${by ?? say('thread-bot')}</strong> <span dir="auto">${text}</span></p>`,
            )}
          </details>`
        : nothing
    }
    ${repeat(
      view.lines,
      (line) => line.id,
      (line) => drawLine(line, view),
    )}
    ${view.lines.length === 0 ? html`<p class="soft first">${say('thread-none')}</p>` : nothing}
  </div>`;
}

function drawLine({ id, kind, by, text, times, at, files, sent, fate }, view) {
  const time = html`<time datetime=${at} title=${wholeTime(at)}>${clockOf(at)}</time>`;
  const attached = files.map(
    ({ ref, name }) =>
      html`<a class="file" href="/console/api/desk/tickets/${view.ticket}/file?ref=${encodeURIComponent(ref)}" download=${name ?? 'file'}>${name ?? say('thread-file')}</a>`,
  );
  if (kind === 'event')
    return html`<p class="event" data-line=${id}><span dir="auto">${byOwnClock(text, times)}</span> ${attached} ${time}</p>`;
  const [tone, result] = SENT[sent] ?? ['', 'thread-under-way'];
  const whose = {
    person: by ?? view.who,
    agent: by ?? say('thread-agent'),
    note: say('thread-note', { who: by ?? say('thread-agent') }),
    whisper: say('thread-whisper'),
  }[kind];
  return html`<div class="line ${kind}" data-line=${id}>
    <p class="by"><strong>${whose}</strong> ${time} ${fate === 'changed' ? html`<span>${say('thread-changed')}</span>` : nothing}
      ${kind === 'agent' && fate !== 'gone' ? html`<span class="sent ${tone}">${say(result)}</span>` : nothing}</p>
    ${fate === 'gone' ? html`<p class="soft">${say('thread-gone')}</p>` : html`${text ? html`<p class="text" dir="auto">${byOwnClock(text, times)}</p>` : nothing}`} ${attached}
  </div>`;
}

/** A text with its times by the clock of this browser. */
function byOwnClock(text, times) {
  const pieces = [];
  let rest = text;
  for (const { words, at } of times) {
    const from = rest.indexOf(words);
    if (from < 0) continue;
    pieces.push(rest.slice(0, from), html`<time datetime=${at} title=${wholeTime(at)}>${clockOf(at)}</time>`);
    rest = rest.slice(from + words.length);
  }
  return [...pieces, rest];
}

/** The others who have the ticket open. */
function lookers(view, { me, looking }) {
  const others = (looking[view.ticket] ?? view.looking ?? []).filter(({ id }) => id !== me.id);
  return others.map(({ name, isWriting }) => {
    const words = say(isWriting ? 'ticket-writes' : 'ticket-looks', { who: name });
    return html`<span class="tag looker ${isWriting ? 'care' : ''}">${words}</span>`;
  });
}

/** Actions that are held back, each with the seconds that are left to undo it. */
function held(view, on) {
  if (view.held.length === 0) return nothing;
  return html`<ul class="held" aria-live="polite">
    ${view.held.map(({ id, what, text, files, by, isMine, until }) => {
      const said = say(`held-${what}`, { person: whom(view) });
      const words = isMine
        ? say('held-mine', { seconds: secondsTo(until), what: said })
        : say('held-theirs', { who: by, seconds: secondsTo(until), what: said });
      return html`<li>
        <p><span class="soft" id="held-${id}">${words}</span>${
          text || files.length > 0
            ? html`<span class="text" dir="auto">${[text, ...files.map(({ name }) => name)].filter(Boolean).join(' · ')}</span>`
            : nothing
        }</p>
        ${
          isMine
            ? html`<button type="button" aria-describedby="held-${id}" @click=${() => on.undo(id)}>${say('held-undo')}</button>
                <button type="button" class="quiet" aria-describedby="held-${id}" @click=${() => on.now(id)}>${say('held-now')}</button>`
            : nothing
        }
      </li>`;
    })}
  </ul>`;
}

function composer(view, { mode, sending, files }, on) {
  if (view.isFinding) return nothing;
  const isNote = mode === 'note' || view.state === 'closed';
  const person = whom(view);
  const label = isNote ? say('write-note-label') : say('write-say-label', { person });
  const take = view.state === 'waiting' && !isNote ? `${say('write-takes')} ` : '';
  const pick = (event) => {
    on.attach([...event.target.files]);
    event.target.value = '';
  };
  return html`<form class=${classMap({ composer: true, note: isNote })} @submit=${on.write}>
    <div class="tabs" role="group" aria-label=${say('write-who')}>
      <button type="button" aria-pressed=${!isNote} ?disabled=${view.state === 'closed'} @click=${() => on.mode('say')}>${say('write-to', { person })}</button>
      <button type="button" aria-pressed=${isNote} @click=${() => on.mode('note')}>${say('write-note')}</button>
    </div>
    <label class="visually-hidden" for="words">${label}</label>
    <textarea id="words" rows="2" dir="auto" maxlength="20000" @keydown=${on.key} @input=${on.typed}
      placeholder=${isNote ? say('write-note-label') : say('write-say-hint', { person })}></textarea>
    ${
      files.length > 0 && !isNote
        ? html`<ul class="files" aria-label=${say('write-files')}>${files.map(
            ({ id, name, isKept }) => html`<li class=${isKept ? '' : 'soft'}><span class="named">${name}</span>
              <button type="button" class="quiet" aria-label=${say('write-file-remove', { name })} @click=${() => on.detach(id)}>×</button></li>`,
          )}</ul>`
        : nothing
    }
    <div class="row">
      <span class="soft hint">${take}${say('write-keys')}</span>
      ${
        isNote
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => on.ask('reply')}>${say('write-reply')}</button>
              <label class="button quiet" for="agent-file">${say('write-file')}</label>
              <input id="agent-file" class="visually-hidden" type="file" multiple @change=${pick}>`
      }
      <button class="primary" ?disabled=${sending || (!isNote && files.some(({ isKept }) => !isKept))}>${isNote ? say('write-keep') : say('write-send')}</button>
    </div>
  </form>`;
}
