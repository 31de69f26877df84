/** A ticket: what is known of it, the thread with the person, and what an agent can do. */

import { classMap } from '../lit/directives/class-map.js';
import { keyed } from '../lit/directives/keyed.js';
import { live } from '../lit/directives/live.js';
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { ago, clockOf, promiseState, wholeTime } from './times.js';

const SENT = {
  sent: ['good', 'arrived'],
  unconfirmed: ['care', 'may not have arrived'],
  refused: ['bad', 'did not arrive'],
};

/** Draws a ticket. `on` has what its buttons do: `act(choice, text)`, `tick(line, isDone)`, `ask(dialog)`, `write(event)`, `mode(name)`, `back()`. */
export function drawTicket(view, state, on) {
  return keyed(
    view.ticket,
    html`<article class="ticket" aria-labelledby="ticket-title">
      ${head(view, state, on)}
      <div class="body">
        <section class="thread" aria-label="Conversation">
          ${thread(view)} ${composer(view, state, on)}
        </section>
        <aside class="known" aria-label="What is known" tabindex="0">
          <details ?open=${state.isWide}><summary>What is known</summary>${known(view, on)}</details>
        </aside>
      </div>
    </article>`,
  );
}

function head(view, state, on) {
  const title = view.problem?.title ?? 'The problem was not recognised';
  return html`<header class="top">
    <div class="title">
      <button type="button" class="quiet back" @click=${on.back} aria-label="Back to the list">←</button>
      <div>
        <h1 id="ticket-title" tabindex="-1">${title}</h1>
        <p class="soft">
          <span class="number">${view.ticket}</span> · ${view.who}, in ${view.place} ·
          <time datetime=${view.since} title=${wholeTime(view.since)}>since ${clockOf(view.since)} (${ago(view.since)})</time>
        </p>
      </div>
    </div>
    <p class="tags">
      ${view.urgent ? html`<span class="tag bad">Urgent</span>` : nothing} ${standing(view, state)}
      ${view.isAdmin ? html`<span class="tag">An administrator asks</span>` : nothing}
      ${view.problem?.category ? html`<span class="tag">${view.problem.category}</span>` : nothing}
    </p>
    ${
      view.verified
        ? nothing
        : html`<p class="unverified"><strong>Identity not verified.</strong> <span>Make sure who it is, in another way than this conversation, before you reset, unlock or tell anything.</span></p>`
    }
    <div class="row actions">${actions(view, state, on)}</div>
  </header>`;
}

function standing(view, { me }) {
  if (view.isFinding) return html`<span class="tag">For your information, nobody waits</span>`;
  if (view.state === 'held')
    return html`<span class="tag agent">${view.holder?.id === me.id ? 'You have it' : `${view.holder?.name} has it`}</span>`;
  if (view.state === 'closed') {
    const outcome = view.outcomes.find(({ id }) => id === view.outcome)?.title;
    return html`<span class="tag">Closed${outcome ? `: ${outcome}` : ''}</span>`;
  }
  if (!view.promised) return html`<span class="tag care">Waiting</span>`;
  const kind = promiseState(view.promised) === 'late' ? 'bad' : 'care';
  return html`<span class="tag ${kind}">Waiting, promised by ${clockOf(view.promised)}</span>`;
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
    ${isOpen ? html`<button type="button" ?disabled=${busy} @click=${() => on.ask('resolve')}>Resolve …</button>` : nothing}
    ${has('reopen') ? button('reopen', { kind: 'primary' }) : nothing}
    ${view.state === 'held' && view.holder?.id === me.id && has('release') ? button('release') : nothing}
    <details class="menu rest">
      <summary class="button">More</summary>
      <div>
        ${view.state === 'held' && view.holder?.id !== me.id && has('release') ? button('release') : nothing}
        ${isOpen ? html`<button type="button" @click=${() => on.ask('hand')}>Hand to …</button>` : nothing}
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
        ? html`<section><h2>In their words</h2><blockquote dir="auto">${view.report}</blockquote></section>`
        : nothing
    }
    ${view.evidence ? html`<section><h2>The client says</h2><blockquote dir="auto">${view.evidence}</blockquote></section>` : nothing}
    ${
      view.workOrder.length > 0
        ? html`<section>
            <h2>For an administrator</h2>
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
        ? html`<section><h2>Known</h2><dl class="facts">${view.facts.map(
            ({ title, value }) => html`<div><dt>${title}</dt><dd dir="auto">${value}</dd></div>`,
          )}</dl></section>`
        : nothing
    }
    <section>
      <h2>Tried</h2>
      ${
        view.tried.length === 0
          ? html`<p class="soft">Nothing was tried yet.</p>`
          : html`<ol class="tried">${view.tried.map(
              ({ asked, answer }) => html`<li>${asked} <strong dir="auto">${answer}</strong></li>`,
            )}</ol>`
      }
    </section>
    ${
      view.problem?.sure
        ? html`<section><h2>Recognised as</h2><p>${view.problem.title} <span class="soft">(${view.problem.sure} sure)</span></p></section>`
        : nothing
    }
    ${view.added.length > 0 ? html`<section><h2>The person adds</h2>${view.added.map((text) => html`<blockquote dir="auto">${text}</blockquote>`)}</section>` : nothing}
    ${view.leftOut.length > 0 ? html`<p class="soft">The person chose to leave out: ${view.leftOut.join(', ')}</p>` : nothing}
  `;
}

function thread(view) {
  return html`<div class="lines" id="lines" tabindex="0" role="log" aria-label="Messages">
    ${
      view.transcript.length > 0
        ? html`<details class="before">
            <summary>What was said before the hand-over (${view.transcript.length})</summary>
            ${view.transcript.map(
              ({ by, text }) =>
                html`<p class="told"><strong>${by ?? 'Firstline'}</strong> <span dir="auto">${text}</span></p>`,
            )}
          </details>`
        : nothing
    }
    ${repeat(
      view.lines,
      (line) => line.id,
      (line) => drawLine(line, view),
    )}
    ${view.lines.length === 0 ? html`<p class="soft first">Nothing was written since the hand-over.</p>` : nothing}
  </div>`;
}

function drawLine({ id, kind, by, text, at, files, sent, fate }, view) {
  const time = html`<time datetime=${at} title=${wholeTime(at)}>${clockOf(at)}</time>`;
  const attached = files.map(
    ({ ref, name }) =>
      html`<a class="file" href="/console/api/desk/tickets/${view.ticket}/file?ref=${encodeURIComponent(ref)}" download=${name ?? 'file'}>${name ?? 'A file'}</a>`,
  );
  if (kind === 'event')
    return html`<p class="event" data-line=${id}><span dir="auto">${text}</span> ${attached} ${time}</p>`;
  const [tone, result] = SENT[sent] ?? ['', 'on its way'];
  const whose = {
    person: by ?? view.who,
    agent: by ?? 'Agent',
    note: `${by ?? 'Agent'}, note`,
    whisper: 'Only you read this',
  }[kind];
  return html`<div class="line ${kind}" data-line=${id}>
    <p class="by"><strong>${whose}</strong> ${time} ${fate === 'changed' ? html`<span>changed</span>` : nothing}
      ${kind === 'agent' && fate !== 'gone' ? html`<span class="sent ${tone}">${result}</span>` : nothing}</p>
    ${fate === 'gone' ? html`<p class="soft">Taken back.</p>` : html`<p class="text" dir="auto">${text}</p>`} ${attached}
  </div>`;
}

function composer(view, { mode, sending }, on) {
  if (view.isFinding) return nothing;
  const isNote = mode === 'note' || view.state === 'closed';
  const whom = view.person ?? 'the person';
  return html`<form class=${classMap({ composer: true, note: isNote })} @submit=${on.write}>
    <div class="tabs" role="group" aria-label="Who reads it">
      <button type="button" aria-pressed=${!isNote} ?disabled=${view.state === 'closed'} @click=${() => on.mode('say')}>To ${whom}</button>
      <button type="button" aria-pressed=${isNote} @click=${() => on.mode('note')}>Note for agents</button>
    </div>
    <label class="visually-hidden" for="words">${isNote ? 'A note that only agents read' : `An answer that ${whom} reads`}</label>
    <textarea id="words" rows="2" dir="auto" maxlength="20000" @keydown=${on.key}
      placeholder=${isNote ? 'A note that only agents read' : `What ${whom} will read`}></textarea>
    <div class="row">
      <span class="soft hint">${view.state === 'waiting' && !isNote ? 'Your answer takes the ticket. ' : ''}Enter sends, Shift+Enter makes a new line.</span>
      <button class="primary" ?disabled=${sending}>${isNote ? 'Keep the note' : 'Send'}</button>
    </div>
  </form>`;
}
