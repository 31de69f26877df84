/** The list of tickets: its tabs, the search, and an entry for each ticket. */

import { say, sayParts } from '../frame/words.js';
import { classMap } from '../lit/directives/class-map.js';
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { ago, promiseState, wholeTime } from './times.js';

const TABS = ['waiting', 'mine', 'all'];

/** Draws the list. `on` has what its buttons do: `list(name)`, `find(text)`, `open(ticket)`, `more()`, `sample()`. */
export function drawList(state, on) {
  return html`
    <div class="tabs" role="group" aria-label=${say('desk-which')}>
      ${TABS.map(
        (name) => html`<button type="button" aria-pressed=${state.list === name} @click=${() => on.list(name)}>
          ${say(`desk-${name}`)}${name in state.counts ? html` <span class="count">${state.counts[name]}</span>` : nothing}
        </button>`,
      )}
    </div>
    <search class="find">
      <label class="visually-hidden" for="find">${say('desk-find')}</label>
      <input id="find" type="search" placeholder=${say('desk-find-hint')} autocomplete="off" maxlength="200"
        @input=${(event) => on.find(event.target.value)}>
    </search>
    ${state.trouble ? html`<p class="trouble" role="alert">${state.trouble}</p>` : nothing}
    ${state.entries.length === 0 ? nobody(state, on) : entries(state, on)}
  `;
}

function entries(state, on) {
  return html`<ul class="entries" aria-label=${say('desk-tickets')}>
      ${repeat(
        state.entries,
        (entry) => entry.ticket,
        (entry) => html`<li>${drawEntry(entry, state, on)}</li>`,
      )}
    </ul>
    ${state.next ? html`<button type="button" class="quiet more" @click=${on.more}>${say('desk-more')}</button>` : nothing}`;
}

function drawEntry(entry, { open }, on) {
  const { ticket, title, person, verified, urgent, since, state, holder } = entry;
  const isOpen = ticket === open;
  const go = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    on.open(ticket);
  };
  return html`<a class=${classMap({ entry: true, open: isOpen, urgent })} href="/console/desk/${ticket}" @click=${go}
    aria-current=${isOpen ? 'true' : nothing} data-ticket=${ticket}>
    <span class="what">${title ?? say('desk-not-recognised')}</span>
    <time datetime=${since} title=${wholeTime(since)}>${ago(since)}</time>
    <span class="who">${person ?? say('desk-somebody')}${verified ? nothing : html` · <span class="unsure">${say('desk-not-verified')}</span>`}</span>
    <span class="number">${ticket}</span>
    <span class="tags">
      ${urgent ? html`<span class="tag bad">${say('desk-urgent')}</span>` : nothing}
      ${promised(entry)}
      ${entry.unanswered && state === 'held' ? html`<span class="tag care">${say('desk-answer-owed')}</span>` : nothing}
      ${state === 'held' ? html`<span class="tag agent">${holder?.name ?? say('desk-somebody')}</span>` : nothing}
      ${state === 'closed' ? html`<span class="tag">${say('desk-closed')}</span>` : nothing}
    </span>
  </a>`;
}

/** The promise to the person, while it waits. */
function promised({ state, promised: at }) {
  if (state !== 'waiting' || !at) return nothing;
  const { kind, time } = promiseState(at);
  const tone = { late: 'bad', soon: 'care', fine: '' }[kind];
  return html`<span class="tag ${tone}" title=${wholeTime(at)}>${say(`desk-promise-${kind}`, { time })}</span>`;
}

/** The place of an empty list: how tickets come here. */
function nobody({ list, find, isDesk, loaded }, on) {
  if (!loaded) return nothing;
  if (find) return html`<p class="none">${say('desk-none-found')}</p>`;
  if (list === 'mine') return html`<p class="none">${sayParts('desk-none-mine', { key: html`<kbd>c</kbd>` })}</p>`;
  if (!isDesk)
    return html`<div class="none">
      <p><strong>${say('desk-no-desk')}</strong></p>
      <p>${sayParts('desk-no-desk-about', { setting: html`<code>DESK=web</code>` })}</p>
    </div>`;
  return html`<div class="none">
    <p><strong>${say('desk-nobody')}</strong></p>
    <p>${say('desk-nobody-about')}</p>
    <button type="button" @click=${on.sample}>${say('desk-sample')}</button>
  </div>`;
}
