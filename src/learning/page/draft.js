/** The draft: what was chosen, its effect on what is understood, and taking it. */
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { percent, STANDING, STANDINGS, times } from './words.js';

/** Draws the draft. */
export function drawDraft(state, on) {
  const { changes } = state.draft;
  return html`<div class="wide-part">
    ${state.taken ? taken(state, on) : nothing}
    ${
      changes.length === 0
        ? html`<p class="empty">The draft is empty. Choose on “Not understood” what should become of a group.</p>`
        : html`${list(state, on)} ${effect(state, on)} ${take(state, on)}`
    }
  </div>`;
}

function taken({ taken: { committed, file } }, on) {
  return html`<section class="card done" aria-labelledby="taken-title">
    <h2 id="taken-title" tabindex="-1">Taken</h2>
    ${
      committed
        ? html`<p>Written to <code>${committed.folder}</code> and committed there: <code>${committed.commit}</code> on the branch <code>${committed.branch}</code>. The service takes it over by itself within seconds.</p>`
        : html`<p>Nothing was written: put the patch into your folder of content, with <code>git apply ${file}</code> or <code>patch -p1 &lt; ${file}</code>.</p>`
    }
    <button type="button" @click=${on.save}>Save the patch once more</button>
  </section>`;
}

function list(state, on) {
  const groups = Map.groupBy(state.draft.changes, ({ use }) =>
    use.use === 'seed' ? `seed ${use.pack} ${use.title}` : `${use.use} ${use.intent}`,
  );
  const { trial } = state.draft;
  const missed = new Set(trial?.isThis ? trial.result?.draft.missed : []);
  return html`<section class="card" aria-labelledby="changes-title">
    <h2 id="changes-title">What would change</h2>
    <ul class="changes">
      ${repeat(
        [...groups],
        ([key]) => key,
        ([, some]) => html`<li>${change(some, missed, on)}</li>`,
      )}
    </ul>
  </section>`;
}

const WHAT = { example: 'Examples of', other: 'None of ours, in', seed: 'A new problem' };

function change(some, missed, on) {
  const [{ use }] = some;
  const title = use.use === 'seed' ? use.title : on.titleOf(use.intent);
  return html`<h3>${WHAT[use.use]}: ${title} <span class="count">${some.length}</span></h3>
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
      ${ids.some((id) => missed.has(id)) ? html` <span class="tag care">still not right</span>` : nothing}
      ${warning ? html`<span class="warning">${warning.kind === 'same' ? 'nearly the same words as' : 'nearer to'} “${on.titleOf(warning.intent)}”: “${warning.example}”</span>` : nothing}</span>
    <button type="button" class="quiet" aria-label="Take out: ${wording.slice(0, 60)}" @click=${() => on.drop(ids)}>Take out</button>`;
}

function effect(state, on) {
  const { trial } = state.draft;
  const isRunning = trial && trial.done !== null;
  return html`<section class="card" aria-labelledby="effect-title">
    <h2 id="effect-title">Effect</h2>
    ${isRunning ? running(trial, on) : result(state, on)}
  </section>`;
}

function running({ done }, on) {
  return html`<p id="progress-words">Trains twice and reads every fifth example and all open words before and after, beside the service. It takes minutes.</p>
    <div class="row nowrap">
      <progress max="1" .value=${done} aria-labelledby="progress-words"></progress>
      <span class="number" role="status">${percent(done)}</span>
      <button type="button" @click=${on.stop}>Stop</button>
    </div>`;
}

function result(state, on) {
  const { trial } = state.draft;
  const button = (words, kind = 'primary') =>
    html`<div class="row"><button type="button" class=${kind} ?disabled=${state.busy} @click=${on.try}>${words}</button></div>`;
  if (!trial)
    return html`<p>Before it is taken, its effect is shown: on examples that are kept out of the training, and on the words that wait here.</p>${button('Show the effect')}`;
  if (trial.trouble) return html`<p class="trouble" role="alert">${trial.trouble}</p>${button('Try again')}`;
  if (!trial.isThis)
    return html`<p>The draft or the content changed since the effect was shown.</p>${button('Show the effect')}`;
  const { faults } = trial.result;
  if (faults.length > 0)
    return html`<p class="trouble" role="alert">With this draft the content has faults; it can’t be taken like this.</p>
      <ul>${faults.map(({ file, line, what }) => html`<li><code>${file}:${line}</code> ${what}</li>`)}</ul>${button('Try again')}`;
  return html`${figures(trial, on)} ${button('Show the effect again', '')}`;
}

function figures({ result: { before, after, hurt, helped, draft, open }, words }, on) {
  return html`<div class="results">
      ${tallies('Examples of the content', 'Kept out of the training on both sides, so that they are read as anything new would be.', before, after)}
      ${tallies('The words of the draft', 'Learned by now. What is still not right says too little: often it names no product.', draft.before, draft.after)}
      ${decisions(open)}
    </div>
    ${moved('Whom it hurts', hurt, 'bad', on)} ${moved('Whom it helps', helped, 'good', on)}
    ${
      open.named.length > 0
        ? html`<details><summary>${times(open.named.length, 'waiting text')} would be named now</summary>
          <ul class="texts">${open.named.filter(({ id }) => words[id]).map(({ id, intent }) => html`<li><span class="said">${words[id]}</span> <span class="about">→ ${on.titleOf(intent)}</span></li>`)}</ul></details>`
        : nothing
    }`;
}

function tallies(title, about, before, after) {
  return table(
    title,
    about,
    STANDINGS.map(([id, words, meaning]) => [words, before[id], after[id], meaning]),
  );
}

function decisions({ before, after }) {
  const rows = [
    ['Named', 'answer'],
    ['Asked', 'ask'],
    ['Not recognised', 'none'],
  ];
  return table(
    'Other words that wait here',
    'Not learned: they show how far it carries.',
    rows.map(([words, id]) => [words, before[id], after[id], '']),
  );
}

function table(title, about, rows) {
  const change = (a, b) => (a === b ? '=' : `${b > a ? '+' : '−'}${Math.abs(b - a)}`);
  return html`<div class="tallies"><table>
    <caption>${title}<span class="about">${about}</span></caption>
    <thead><tr><th scope="col"><span class="visually-hidden">Read as</span></th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Change</th></tr></thead>
    <tbody>${rows.map(([words, a, b, meaning]) => html`<tr><th scope="row" title=${meaning || nothing}>${words}</th><td>${a}</td><td>${b}</td><td>${change(a, b)}</td></tr>`)}</tbody>
  </table></div>`;
}

function moved(title, { count, kinds, some }, kind, on) {
  if (count === 0) return html`<p><strong>${title}:</strong> nobody.</p>`;
  return html`<details ?open=${kind === 'bad'}>
    <summary>${title}: <strong>${times(count, 'example')}</strong></summary>
    ${kind === 'bad' ? html`<p class="about">To learn anything shifts how sure it is of everything a little. What is named wrongly now counts most.</p>` : nothing}
    ${Object.entries(kinds).map(([pair, n]) => {
      const [before, after] = pair.split(' ');
      const list = some.filter((one) => one.before === before && one.after === after);
      return html`<details class="kind" ?open=${kind === 'bad' && after === 'wrong'}>
        <summary><span class="tag">${STANDING[before]}</span> → <span class="tag ${kind}">${STANDING[after]}</span> <span class="count">${n}${n > list.length ? `, the first ${list.length}` : ''}</span></summary>
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
    ready: (shown) =>
      html`It is written to <code>${shown}</code> and committed there on a branch of its own, and you get a patch.`,
    'read-only': (shown) => html`You get a patch: <code>${shown}</code> can’t be written to by the service.`,
    'no-git': (shown) => html`You get a patch: <code>${shown}</code> is not under git by itself.`,
  };
  return html`<section class="card" aria-labelledby="take-title">
    <h2 id="take-title">Take it</h2>
    <p>${own ? why[own.state](own.shown) : 'You get a patch: no folder of your own is set (CONTENT).'} Look once more for names of people: what is taken stays when their conversations are deleted.</p>
    <div class="row">
      <button type="button" class="primary" ?disabled=${!isTried || state.busy} @click=${on.take}>Take the draft</button>
      <a class="button" href="/console/api/learning/patch" download>Only look at the patch</a>
    </div>
    ${isTried ? nothing : html`<p class="soft">First look at its effect.</p>`}
  </section>`;
}
