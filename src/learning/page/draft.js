/** The draft: what was chosen, its effect on what is understood, and taking it. */

import { say, sayParts } from '../frame/words.js';
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { counted, decisionText, percent, STANDINGS, standingText } from './words.js';

/** Draws the draft. */
export function drawDraft(state, on) {
  const { changes } = state.draft;
  return html`<div class="wide-part">
    ${state.taken ? taken(state, on) : nothing}
    ${
      changes.length === 0
        ? html`<p class="empty">${say('draft-empty')}</p>`
        : html`${list(state, on)} ${effect(state, on)} ${take(state, on)}`
    }
  </div>`;
}

function taken({ taken: { committed, file } }, on) {
  return html`<section class="card done" aria-labelledby="taken-title">
    <h2 id="taken-title" tabindex="-1">${say('draft-taken')}</h2>
    ${
      committed
        ? html`<p>${sayParts('draft-committed', { folder: code(committed.folder), commit: code(committed.commit), branch: code(committed.branch) })}</p>`
        : html`<p>${sayParts('draft-not-written', { git: code(`git apply ${file}`), patch: code(`patch -p1 < ${file}`) })}</p>`
    }
    <button type="button" @click=${on.save}>${say('draft-save-again')}</button>
  </section>`;
}

const code = (text) => html`<code>${text}</code>`;

function list(state, on) {
  const groups = Map.groupBy(state.draft.changes, ({ use }) =>
    use.use === 'seed' ? `seed ${use.pack} ${use.title}` : `${use.use} ${use.intent}`,
  );
  const { trial } = state.draft;
  const missed = new Set(trial?.isThis ? trial.result?.draft.missed : []);
  return html`<section class="card" aria-labelledby="changes-title">
    <h2 id="changes-title">${say('draft-changes')}</h2>
    <ul class="changes">
      ${repeat(
        [...groups],
        ([key]) => key,
        ([, some]) => html`<li>${change(some, missed, on)}</li>`,
      )}
    </ul>
  </section>`;
}

function change(some, missed, on) {
  const [{ use }] = some;
  const title = use.use === 'seed' ? use.title : on.titleOf(use.intent);
  return html`<h3>${say(`draft-what-${use.use}`, { title })} <span class="count">${some.length}</span></h3>
    <ul class="texts">
      ${[...Map.groupBy(some, ({ use: { wording } }) => wording)].map(
        ([wording, same]) => html`<li class="row nowrap">${words(wording, same, missed, on)}</li>`,
      )}
    </ul>`;
}

/** One wording, however many wrote it. */
function words(wording, same, missed, on) {
  const [{ warning }] = same;
  const ids = same.map(({ id }) => id);
  return html`<span class="said">${wording}${same.length > 1 ? html` <span class="count">× ${same.length}</span>` : nothing}
      ${ids.some((id) => missed.has(id)) ? html` <span class="tag care">${say('draft-not-right')}</span>` : nothing}
      ${warning ? html`<span class="warning">${say(`draft-warning-${warning.kind}`, { problem: on.titleOf(warning.intent), example: warning.example })}</span>` : nothing}</span>
    <button type="button" class="quiet" aria-label=${say('draft-take-out-label', { words: wording.slice(0, 60) })} @click=${() => on.drop(ids)}>${say('draft-take-out')}</button>`;
}

function effect(state, on) {
  const { trial } = state.draft;
  const isRunning = trial && trial.done !== null;
  return html`<section class="card" aria-labelledby="effect-title">
    <h2 id="effect-title">${say('draft-effect')}</h2>
    ${isRunning ? running(trial, on) : result(state, on)}
  </section>`;
}

function running({ done }, on) {
  return html`<p id="progress-words">${say('draft-running')}</p>
    <div class="row nowrap">
      <progress max="1" .value=${done} aria-labelledby="progress-words"></progress>
      <span class="number" role="status">${percent(done)}</span>
      <button type="button" @click=${on.stop}>${say('draft-stop')}</button>
    </div>`;
}

function result(state, on) {
  const { trial } = state.draft;
  const button = (words, kind = 'primary') =>
    html`<div class="row"><button type="button" class=${kind} ?disabled=${state.busy} @click=${on.try}>${words}</button></div>`;
  if (!trial) return html`<p>${say('draft-untried')}</p>${button(say('draft-try'))}`;
  if (trial.failed)
    return html`<p class="trouble" role="alert">${say('draft-failed')}</p>${button(say('draft-try-again'))}`;
  if (!trial.isThis) return html`<p>${say('draft-changed')}</p>${button(say('draft-try'))}`;
  const { faults } = trial.result;
  if (faults.length > 0)
    return html`<p class="trouble" role="alert">${say('draft-faults')}</p>
      <ul>${faults.map(({ file, line, what }) => html`<li><code>${file}:${line}</code> ${what}</li>`)}</ul>${button(say('draft-try-again'))}`;
  return html`${figures(trial, on)} ${button(say('draft-try-once-more'), '')}`;
}

function figures({ result: { before, after, hurt, helped, draft, open }, words }, on) {
  return html`<div class="results">
      ${tallies(say('draft-held-back'), say('draft-held-back-about'), before, after)}
      ${tallies(say('draft-own'), say('draft-own-about'), draft.before, draft.after)}
      ${decisions(open)}
    </div>
    ${moved(say('draft-hurts'), hurt, 'bad', on)} ${moved(say('draft-helps'), helped, 'good', on)}
    ${
      open.named.length > 0
        ? html`<details><summary>${counted(open.named.length, 'draft-named-one', 'draft-named')}</summary>
          <ul class="texts">${open.named.filter(({ id }) => words[id]).map(({ id, intent }) => html`<li><span class="said">${words[id]}</span> <span class="about">→ ${on.titleOf(intent)}</span></li>`)}</ul></details>`
        : nothing
    }`;
}

function tallies(title, about, before, after) {
  return table(
    title,
    about,
    STANDINGS.map((id) => [say(`learning-count-${id}`), before[id], after[id], say(`learning-count-${id}-about`)]),
  );
}

function decisions({ before, after }) {
  return table(
    say('draft-waiting'),
    say('draft-waiting-about'),
    ['answer', 'ask', 'none'].map((id) => [decisionText(id), before[id], after[id], '']),
  );
}

function table(title, about, rows) {
  const change = (a, b) => (a === b ? '=' : `${b > a ? '+' : '−'}${Math.abs(b - a)}`);
  return html`<div class="tallies"><table>
    <caption>${title}<span class="about">${about}</span></caption>
    <thead><tr><th scope="col"><span class="visually-hidden">${say('draft-read-as')}</span></th><th scope="col">${say('column-before')}</th><th scope="col">${say('column-after')}</th><th scope="col">${say('draft-change')}</th></tr></thead>
    <tbody>${rows.map(([words, a, b, meaning]) => html`<tr><th scope="row" title=${meaning || nothing}>${words}</th><td>${a}</td><td>${b}</td><td>${change(a, b)}</td></tr>`)}</tbody>
  </table></div>`;
}

function moved(title, { count, kinds, some }, kind, on) {
  if (count === 0) return html`<p><strong>${title}:</strong> ${say('draft-nobody')}</p>`;
  return html`<details ?open=${kind === 'bad'}>
    <summary>${title}: <strong>${counted(count, 'draft-example', 'draft-examples')}</strong></summary>
    ${kind === 'bad' ? html`<p class="about">${say('draft-hurts-about')}</p>` : nothing}
    ${Object.entries(kinds).map(([pair, n]) => {
      const [before, after] = pair.split(' ');
      const list = some.filter((one) => one.before === before && one.after === after);
      return html`<details class="kind" ?open=${kind === 'bad' && after === 'wrong'}>
        <summary><span class="tag">${standingText(before)}</span> → <span class="tag ${kind}">${standingText(after)}</span> <span class="count">${n > list.length ? say('draft-first', { n, shown: list.length }) : n}</span></summary>
        <ul class="texts">${list.map(
          ({ intent, text, taken }) => html`<li><span class="said">${text}</span>
            <span class="about">${on.titleOf(intent)}${taken && taken !== intent ? html` → <strong>${on.titleOf(taken)}</strong>` : nothing}</span></li>`,
        )}</ul>
      </details>`;
    })}
  </details>`;
}

function take(state, on) {
  const { own, trial } = state.draft;
  const isTried = trial?.isThis && trial.result && trial.result.faults.length === 0 && trial.done === null;
  const why = {
    ready: 'draft-take-ready',
    'read-only': 'draft-take-read-only',
    'no-git': 'draft-take-no-git',
  };
  return html`<section class="card" aria-labelledby="take-title">
    <h2 id="take-title">${say('draft-take')}</h2>
    <p>${own ? sayParts(why[own.state], { folder: code(own.shown) }) : say('draft-take-none')} ${say('draft-take-names')}</p>
    <div class="row">
      <button type="button" class="primary" ?disabled=${!isTried || state.busy} @click=${on.take}>${say('draft-take-button')}</button>
      <a class="button" href="/console/api/learning/patch" download>${say('draft-patch')}</a>
    </div>
    ${isTried ? nothing : html`<p class="soft">${say('draft-take-first')}</p>`}
  </section>`;
}
