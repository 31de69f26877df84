/** The list of tickets: its tabs, the search, and an entry for each ticket. */

import { classMap } from '../lit/directives/class-map.js';
import { repeat } from '../lit/directives/repeat.js';
import { html, nothing } from '../lit/lit-html.js';
import { ago, clockOf, promiseState, wholeTime } from './times.js';

const TABS = [
  ['waiting', 'Waiting'],
  ['mine', 'Mine'],
  ['all', 'All'],
];

/** Draws the list. `on` has what its buttons do: `list(name)`, `find(text)`, `open(ticket)`, `more()`, `sample()`. */
export function drawList(state, on) {
  return html`
    <div class="tabs" role="group" aria-label="Which tickets">
      ${TABS.map(
        ([name, title]) => html`<button type="button" aria-pressed=${state.list === name} @click=${() => on.list(name)}>
          ${title}${name in state.counts ? html` <span class="count">${state.counts[name]}</span>` : nothing}
        </button>`,
      )}
    </div>
    <search class="find">
      <label class="visually-hidden" for="find">Search tickets by word, person, problem or number</label>
      <input id="find" type="search" placeholder="Search: word, person, number" autocomplete="off" maxlength="200"
        @input=${(event) => on.find(event.target.value)}>
    </search>
    ${state.trouble ? html`<p class="trouble" role="alert">${state.trouble}</p>` : nothing}
    ${state.entries.length === 0 ? nobody(state, on) : entries(state, on)}
  `;
}

function entries(state, on) {
  return html`<ul class="entries" aria-label="Tickets">
      ${repeat(
        state.entries,
        (entry) => entry.ticket,
        (entry) => html`<li>${drawEntry(entry, state, on)}</li>`,
      )}
    </ul>
    ${state.next ? html`<button type="button" class="quiet more" @click=${on.more}>Show more</button>` : nothing}`;
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
    <span class="what">${title ?? 'Not recognised'}</span>
    <time datetime=${since} title=${wholeTime(since)}>${ago(since)}</time>
    <span class="who">${person ?? 'Somebody'}${verified ? nothing : html` · <span class="unsure">not verified</span>`}</span>
    <span class="number">${ticket}</span>
    <span class="tags">
      ${urgent ? html`<span class="tag bad">Urgent</span>` : nothing}
      ${promised(entry)}
      ${entry.unanswered && state === 'held' ? html`<span class="tag care">Waits for an answer</span>` : nothing}
      ${state === 'held' ? html`<span class="tag agent">${holder?.name ?? 'Somebody'}</span>` : nothing}
      ${state === 'closed' ? html`<span class="tag">Closed</span>` : nothing}
    </span>
  </a>`;
}

/** The promise to the person, while it waits. */
function promised({ state, promised: at }) {
  if (state !== 'waiting' || !at) return nothing;
  const kind = { late: 'bad', soon: 'care', fine: '' }[promiseState(at)];
  return html`<span class="tag ${kind}">promised by ${clockOf(at)}</span>`;
}

/** The place of an empty list: how tickets come here. */
function nobody({ list, find, isDesk, loaded }, on) {
  if (!loaded) return nothing;
  if (find) return html`<p class="none">No ticket has all of these words.</p>`;
  if (list === 'mine') return html`<p class="none">You have no ticket. <kbd>c</kbd> takes the one that is open.</p>`;
  if (!isDesk)
    return html`<div class="none">
      <p><strong>No desk is set up.</strong></p>
      <p>Start Firstline with <code>DESK=web</code>, and what people hand over comes here.</p>
    </div>`;
  return html`<div class="none">
    <p><strong>Nobody is waiting.</strong></p>
    <p>A ticket comes here when somebody presses “Talk to a person” in Teams, in Slack or on the chat page, or when a walkthrough ends without a fix.</p>
    <button type="button" @click=${on.sample}>Make a sample ticket</button>
  </div>`;
}
