/** The groups of words that were not understood: the list, and one group with its texts, its explanation and the choices. */

import { say, sayParts } from '../frame/words.js';
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { becameText, counted, dayOf, decisionText, kindText, percent } from './words.js';

/** Draws the list. `on.open(id)` opens a group. */
export function drawGroups({ said, rest }, on) {
  const { groups, isMore, lessons } = said;
  if (groups.length === 0)
    return html`<div class="none">
      <strong>${say('learning-none')}</strong>
      <p>${say('learning-none-about')}</p>
    </div>`;
  return html`${isMore ? html`<p class="soft">${say('learning-latest', { n: lessons })}</p>` : nothing}
    <ul class="entries" aria-label=${say('learning-groups-label')}>
      ${repeat(
        groups,
        ({ id }) => id,
        (group) => html`<li>${entry(group, rest, on)}</li>`,
      )}
    </ul>`;
}

function entry({ id, text, count, kinds, latest }, rest, on) {
  const go = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    on.open(id);
  };
  const isOpen = id === rest;
  return html`<a class="entry ${isOpen ? 'open' : ''}" href="/console/learning/${id}" data-group=${id} @click=${go}
    aria-current=${isOpen ? 'true' : nothing}>
    <span class="what">${text}</span>
    <span class="times" title=${counted(count, 'learning-time', 'learning-times')}><span aria-hidden="true">${count}</span><span class="visually-hidden">${counted(count, 'learning-time', 'learning-times')}</span></span>
    <span class="who">${Object.keys(kinds).map(kindText).join(', ')}</span>
    <time datetime=${latest}>${dayOf(latest)}</time>
  </a>`;
}

/** Draws one group. */
export function drawGroup(group, state, on) {
  const { text, count, kinds } = group;
  return html`<div class="group">
    <header class="top">
      <button type="button" class="quiet back" aria-label=${say('desk-back')} @click=${on.back}><span aria-hidden="true">←</span></button>
      <div>
        <h1 tabindex="-1" class="lead">“${text}”</h1>
        <p class="tags">
          <span class="tag">${counted(count, 'learning-time', 'learning-times')}</span>
          ${Object.entries(kinds).map(([kind, n]) => html`<span class="tag ${kind === 'wrong' ? 'care' : ''}">${kindText(kind)}${n === count ? nothing : ` ${n}`}</span>`)}
        </p>
      </div>
    </header>
    <div class="parts">
      ${texts(group, state, on)}
      <div class="beside">${uses(state, on)} ${explanation(state, on)}</div>
    </div>
  </div>`;
}

function texts({ lessons, count }, state, on) {
  return html`<section class="card" aria-labelledby="texts-title">
    <h2 id="texts-title">${say('learning-written')}</h2>
    <ul class="texts">
      ${repeat(
        sameTexts(lessons),
        ([{ id }]) => id,
        (same) => html`<li>${oneText(same, state, on)}</li>`,
      )}
    </ul>
    ${count > lessons.length ? html`<p class="soft">${say('learning-more', { n: count - lessons.length })}</p>` : nothing}
  </section>`;
}

/** Lessons by their text: the same words, written by several people, are one entry. */
function sameTexts(lessons) {
  return [...Map.groupBy(lessons, ({ text }) => text.trim().toLowerCase()).values()];
}

/** The problem that the words were taken for; its name on the page differs with the end of the case. */
const TAKEN = {
  none: 'learning-nearest',
  ask: 'learning-nearest',
  step: 'learning-during',
  corrected: 'learning-during',
  wrong: 'learning-taken-for',
};

function oneText(same, state, on) {
  const [{ id, text }] = same;
  const ids = same.map((lesson) => lesson.id);
  const wording = state.wordings.get(id);
  const isIn = !state.out.has(id);
  const about = new Set(same.map((lesson) => aboutOf(lesson, state, on)));
  const ends = new Map();
  for (const { became } of same) {
    const what = becameText(became, on.titleOf);
    if (what) ends.set(what, (ends.get(what) ?? 0) + 1);
  }
  const days = [
    ...new Set(
      same
        .map(({ at }) => at)
        .sort()
        .map(dayOf),
    ),
  ];
  return html`<label class="text">
      <input type="checkbox" .checked=${isIn} @change=${(event) => on.toggle(ids, event.target.checked)}>
      <span class="said">${text}${same.length > 1 ? html` <span class="count">× ${same.length}</span>` : nothing}</span>
    </label>
    <p class="about">
      ${[...about].join('; ')} · ${days.length > 1 ? say('learning-days', { from: days[0], to: days.at(-1) }) : days[0]}${
        ends.size > 0
          ? html` · <strong>${[...ends].map(([what, n]) => (n > 1 ? `${what} (${n})` : what)).join('; ')}</strong>`
          : nothing
      }
    </p>
    <div class="row small">
      ${
        wording === undefined
          ? html`<button type="button" class="quiet" ?disabled=${!isIn} @click=${() => on.word(ids, text)}>${say('learning-word')}</button>`
          : html`<label class="wording"><span class="visually-hidden">${say('learning-wording')}</span>
              <textarea rows="2" maxlength="2000" .value=${wording} @input=${(event) => on.word(ids, event.target.value)}></textarea></label>
            <button type="button" class="quiet" @click=${() => on.word(ids, null)}>${say('learning-as-written')}</button>`
      }
      <button type="button" class="quiet" aria-pressed=${state.explained?.id === id} @click=${() => on.explain(id)}>${say('learning-explain')}</button>
    </div>`;
}

function aboutOf({ kind, read, intent }, { walkthroughs }, on) {
  const { step, guesses } = read;
  const sure = guesses.find((guess) => guess.intent === intent)?.confidence;
  const what =
    kind === 'step' && step
      ? say('learning-at-step', {
          walkthrough: walkthroughs[step.walkthrough]?.title ?? step.walkthrough,
          step: step.step,
        })
      : kindText(kind);
  const taken = intent ? `, ${say(TAKEN[kind], { problem: on.titleOf(intent) })}` : '';
  return `${what}${taken}${taken && sure !== undefined ? ` (${percent(sure)})` : ''}`;
}

const USES = ['example', 'other', 'seed', 'leave'];

function uses(state, on) {
  const { choice, busy } = state;
  const n = on.chosen().length;
  const isWhole =
    n > 0 &&
    (choice.use === 'leave' ||
      (choice.use === 'example' && choice.intent) ||
      (choice.use === 'other' && choice.other) ||
      (choice.use === 'seed' && choice.pack && choice.title.trim()));
  return html`<form class="card uses" aria-labelledby="uses-title" @submit=${on.use}>
    <h2 id="uses-title">${say('learning-uses')}</h2>
    <div class="options" role="radiogroup" aria-labelledby="uses-title">
      ${USES.map(
        (id) => html`<label class="option"><input type="radio" name="use" value=${id} .checked=${choice.use === id}
          @change=${() => on.choose({ use: id })}><span>${say(`learning-use-${id}`)}</span></label>`,
      )}
    </div>
    ${detail(state, on)} ${stepHint(state, on)} ${warnings(state, on)}
    <div class="row">
      <button class="primary" ?disabled=${!isWhole || busy}>${choice.use === 'leave' ? counted(n, 'learning-do-leave-one', 'learning-do-leave') : counted(n, 'learning-do-draft-one', 'learning-do-draft')}</button>
    </div>
    <p class="soft">${choice.use === 'leave' ? say('learning-left-about') : say('learning-draft-about')}</p>
  </form>`;
}

/** Where an answer to a question is taught: that is no matter of examples. */
function stepHint({ choice, walkthroughs }, on) {
  const steps = on.chosen().filter(({ kind, read }) => kind === 'step' && read.step);
  if (choice.use === 'leave' || steps.length === 0) return nothing;
  const [{ walkthrough, step }] = steps.map(({ read }) => read.step);
  return html`<p class="soft">${sayParts('learning-step-hint', {
    says: code('says'),
    step: code(step),
    walkthrough: walkthroughs[walkthrough]?.title ?? walkthrough,
    file: code(`dialogs/${walkthroughs[walkthrough]?.pack ?? '…'}/${walkthrough}.yaml`),
  })}</p>`;
}

const code = (text) => html`<code>${text}</code>`;

function detail(state, on) {
  const { choice } = state;
  if (choice.use === 'example') return picker(state, on, 'problem', 'intent', say('column-problem'));
  if (choice.use === 'other') return picker(state, on, 'none', 'other', say('learning-collection'));
  if (choice.use === 'leave') return nothing;
  return html`<label class="field"><span>${say('column-pack')}</span>
      <select .value=${choice.pack} @change=${(event) => on.choose({ pack: event.target.value })}>
        ${state.packs.filter(({ isOffered }) => isOffered).map(({ id, title }) => html`<option value=${id} ?selected=${id === choice.pack}>${title}</option>`)}
      </select></label>
    <label class="field"><span>${say('learning-seed-title')}</span>
      <input maxlength="80" .value=${choice.title} @input=${(event) => on.choose({ title: event.target.value })}></label>
    <p class="soft">${say('learning-seed-about')}</p>`;
}

/** A list of intents, those that stand nearest first. */
function picker(state, on, kind, field, title) {
  const near = (state.near?.nearest ?? []).filter(({ intent }) => state.intents.get(intent)?.kind === kind);
  const all = [...state.intents.values()].filter((intent) => intent.kind === kind);
  const option = (id, words) => html`<option value=${id} ?selected=${id === state.choice[field]}>${words}</option>`;
  const rest = state.packs.map((pack) => [
    pack,
    all.filter((intent) => intent.pack === pack.id && !near.some((n) => n.intent === intent.id)),
  ]);
  return html`<label class="field"><span>${title}</span>
    <select .value=${state.choice[field]} @change=${(event) => on.choose({ [field]: event.target.value })}>
      ${state.choice[field] ? nothing : html`<option value="" selected>${say('learning-choose-one')}</option>`}
      ${near.length > 0 ? html`<optgroup label=${say('learning-nearest-group')}>${near.map(({ intent, likeness }) => option(intent, say('learning-alike', { problem: on.titleOf(intent), likeness: percent(likeness) })))}</optgroup>` : nothing}
      ${rest.filter(([, some]) => some.length > 0).map(([pack, some]) => html`<optgroup label=${pack.title}>${some.map((intent) => option(intent.id, intent.title))}</optgroup>`)}
    </select></label>`;
}

function warnings({ near, choice }, on) {
  if (choice.use === 'leave' || !near || near.warnings.length === 0) return nothing;
  const kinds = new Map();
  for (const one of near.warnings)
    kinds.set(`${one.kind} ${one.intent}`, [...(kinds.get(`${one.kind} ${one.intent}`) ?? []), one]);
  return html`<ul class="warnings" aria-label=${say('learning-warnings')}>
    ${[...kinds.values()].map((some) => {
      const [{ kind, intent, example, likeness }] = some;
      const count = counted(some.length, `learning-warning-${kind}-one`, `learning-warning-${kind}`);
      return html`<li class="warning"><strong>${count} “${on.titleOf(intent)}”</strong>:
        ${say('learning-alike', { problem: `“${example}”`, likeness: percent(likeness) })}. ${choice.use === 'seed' ? say('learning-warning-seed') : say('learning-warning-lost')}</li>`;
    })}
  </ul>`;
}

function explanation({ explained }, on) {
  if (!explained) return nothing;
  const { said } = explained;
  return html`<section class="card why" aria-labelledby="why-title" aria-live="polite">
    <h2 id="why-title">${say('learning-why')}</h2>
    ${said ? why(said, on) : html`<p class="soft">${say('learning-why-reading')}</p>`}
  </section>`;
}

function why({ decision, guesses, enough, words, other, cut, signatures, rules }, on) {
  const [best] = guesses;
  const weighed = (some, kind) => some.map(({ word }) => html`<span class="tag ${kind}">${word}</span> `);
  const changed = ({ rule, before, after }) =>
    html`<li>${rule}: ${on.titleOf(before.intent)} ${percent(before.confidence)} → ${on.titleOf(after.intent)} ${percent(after.confidence)}</li>`;
  return html`<p><strong>${decisionText(decision)}</strong>${decision !== 'answer' && best ? say('learning-why-sure', { sure: percent(best.confidence), enough: percent(Math.min(1, enough)) }) : ''}</p>
    ${guesses.length === 0 ? html`<p class="soft">${say('learning-why-nothing')}</p>` : nothing}
    <ol class="guesses">
      ${guesses.map(({ intent, confidence }) => {
        const own = words.find((one) => one.intent === intent);
        return html`<li>
          <div class="guess"><span>${on.titleOf(intent)}</span><meter min="0" max="1" .value=${confidence} aria-label=${say('learning-why-confidence')}></meter><span class="number">${percent(confidence)}</span></div>
          ${own && own.for.length > 0 ? html`<p class="about">${say('learning-why-for')} ${weighed(own.for, 'good')}</p>` : nothing}
          ${own && own.against.length > 0 ? html`<p class="about">${say('learning-why-against')} ${weighed(own.against, 'bad')}</p>` : nothing}
        </li>`;
      })}
    </ol>
    ${other.for.length > 0 && decision === 'none' ? html`<p class="about">${say('learning-why-other', { chance: percent(other.chance) })} ${weighed(other.for, 'bad')}</p>` : nothing}
    ${signatures.length > 0 ? html`<p class="about">${say('learning-why-signatures')} ${signatures.map((s) => `“${s.words}” (${on.titleOf(s.intent)})`).join(', ')}</p>` : nothing}
    ${cut.length > 0 ? html`<p class="about">${say('learning-why-cut')} ${cut.map((one) => `“${one}”`).join(', ')}</p>` : nothing}
    ${rules.length > 0 ? html`<details><summary>${say('learning-why-rules')}</summary><ul>${rules.map(changed)}</ul></details>` : nothing}`;
}
