/** The console's page “Desk”: holds what is shown, reads it anew when something changes, and does what agents press. */
import { html, nothing, render } from '../lit/lit-html.js';
import { openDialog } from './dialogs.js';
import { drawList } from './list.js';
import { drawTicket } from './ticket.js';

/** The pause in which several changes become one reading, and in which somebody may still be typing, in milliseconds. */
const GATHER_MS = 60;
const TYPING_MS = 200;
/** The time after which times such as "12 min" are drawn anew. */
const MINUTE_MS = 30_000;
/** The distance from the end of the thread, in pixels, up to which somebody reads its end. */
const NEAR = 80;

/** Draws the page. */
export async function open(frame) {
  const { root, me } = frame;
  const state = {
    me,
    list: 'waiting',
    find: '',
    entries: [],
    next: null,
    counts: {},
    isDesk: true,
    loaded: false,
    trouble: null,
    open: frame.rest || null,
    view: null,
    missing: null,
    mode: 'say',
    busy: false,
    /** Whether what is known is open from the beginning: there is room for it beside the thread. */
    isWide: matchMedia('(width >= 70rem)').matches,
    sending: false,
  };
  /** Lines that are written and not sent yet, by ticket and mode. */
  const drafts = new Map();

  /** The element that scrolls a ticket: its thread, or all of it where there is little room; null where no ticket is shown. */
  const scroller = () => {
    const lines = document.getElementById('lines');
    return lines && getComputedStyle(lines).overflowY === 'visible' ? lines.closest('.body') : lines;
  };

  const draw = () => {
    const before = scroller();
    const isAtEnd = before !== null && before.scrollHeight - before.scrollTop - before.clientHeight < NEAR;
    render(
      html`<div class="desk ${state.open ? 'one' : 'many'}">
        ${state.view ? nothing : html`<h1 class="visually-hidden">Desk</h1>`}
        <section class="list" aria-label="Tickets">${drawList(state, listActions)}</section>
        <section class="place" aria-label="Ticket">${place()}</section>
      </div>`,
      root,
    );
    const after = scroller();
    // A thread of its own opens at its end; on a phone a ticket opens at its beginning.
    if (after && (after === before ? isAtEnd : after.id === 'lines')) after.scrollTop = after.scrollHeight;
    const waiting = state.counts.waiting;
    document.title = `${waiting ? `(${waiting}) ` : ''}Desk – Firstline`;
  };

  const place = () => {
    if (state.missing)
      return html`<div class="empty"><p>${state.missing}</p><button type="button" @click=${() => frame.go('')}>Back to the list</button></div>`;
    if (!state.open)
      return html`<p class="empty">Choose a ticket. <kbd>j</kbd> and <kbd>k</kbd> go through the list, <kbd>?</kbd> shows all keys.</p>`;
    return state.view ? drawTicket(state.view, state, ticketActions) : nothing;
  };

  // Reading

  let listing = 0;
  async function readList(more = false) {
    const turn = ++listing;
    const query = new URLSearchParams({ list: state.list, find: state.find });
    if (more && state.next) query.set('after', state.next);
    try {
      const { entries, next, counts, isDesk } = await frame.get(`/tickets?${query}`);
      // A later question was asked meanwhile, and its answer counts.
      if (turn !== listing) return;
      state.entries = more ? [...state.entries, ...entries] : entries;
      Object.assign(state, { next, counts, isDesk, loaded: true, trouble: null });
    } catch (trouble) {
      if (turn === listing) state.trouble = trouble.message;
    }
    draw();
  }

  async function readTicket() {
    const ticket = state.open;
    if (!ticket) return;
    try {
      const view = await frame.get(`/tickets/${encodeURIComponent(ticket)}`);
      if (ticket !== state.open) return;
      state.view = view;
      state.missing = null;
    } catch (trouble) {
      if (ticket !== state.open) return;
      if (trouble.status === 404) Object.assign(state, { view: null, missing: trouble.message });
      else frame.note(trouble.message, 'bad');
    }
    draw();
  }

  let gathered = null;
  function changed(tickets) {
    const isOpen = tickets === null || tickets.includes(state.open);
    if (gathered) {
      gathered.isOpen ||= isOpen;
      return;
    }
    gathered = { isOpen };
    setTimeout(() => {
      const { isOpen: reads } = gathered;
      gathered = null;
      readList();
      if (reads) readTicket();
    }, GATHER_MS);
  }

  frame.heard((said) => {
    if (said?.kind === 'whisper') frame.note(said.text);
    else changed(said ? said.tickets : null);
  });

  // The list

  let typing = null;
  const listActions = {
    list(name) {
      state.list = name;
      state.entries = [];
      state.loaded = false;
      draw();
      readList();
    },
    find(text) {
      clearTimeout(typing);
      typing = setTimeout(() => {
        state.find = text.trim();
        // A ticket that somebody looks for may be in any list.
        if (state.find && state.list === 'waiting') state.list = 'all';
        readList();
      }, TYPING_MS);
    },
    open: (ticket) => frame.go(ticket),
    more: () => readList(true),
    async sample() {
      try {
        await frame.post('/sample');
        frame.note('A sample ticket is on its way. It waits like any other.', 'good');
      } catch (trouble) {
        frame.note(trouble.message, 'bad');
      }
    },
  };

  /** Opens the ticket so many places further in the list. */
  function step(by) {
    const at = state.entries.findIndex(({ ticket }) => ticket === state.open);
    const next = state.entries[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    if (!next) return;
    frame.go(next.ticket);
    document.querySelector(`[data-ticket="${CSS.escape(next.ticket)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  frame.moved((rest) => {
    keepDraft();
    Object.assign(state, { open: rest || null, view: null, missing: null, mode: 'say' });
    draw();
    readTicket().then(showDraft);
  });

  // The ticket

  const words = () => document.getElementById('words');
  const draftKey = () => `${state.open}|${state.mode}`;
  function keepDraft() {
    if (words() && state.view) drafts.set(`${state.view.ticket}|${state.mode}`, words().value);
  }
  function showDraft() {
    if (words()) words().value = drafts.get(draftKey()) ?? '';
  }

  async function act(choice, text = '', id = crypto.randomUUID()) {
    const ticket = state.open;
    state.busy = true;
    draw();
    try {
      await frame.post(`/tickets/${encodeURIComponent(ticket)}/act`, { id, choice, text });
      return true;
    } catch (trouble) {
      frame.note(trouble.message, 'bad');
      return false;
    } finally {
      state.busy = false;
      draw();
    }
  }

  /** The id of a text that was sent without an answer: sent once more, it counts once. */
  let unsure = null;
  const ticketActions = {
    act,
    back: () => frame.go(''),
    async tick(line, isDone) {
      // At once, and as it was again where that could not be kept.
      const workOrder = state.view.workOrder.map((one, i) => (i === line ? { ...one, isDone } : one));
      state.view = { ...state.view, workOrder };
      if (!(await act(`${isDone ? 'done' : 'undone'}:${line}`))) readTicket();
    },
    ask: (which) =>
      openDialog(which, state.view, { act, me, agents: async () => (await frame.get('/agents')).agents }).catch(
        (trouble) => frame.note(trouble.message, 'bad'),
      ),
    mode(name) {
      keepDraft();
      state.mode = name;
      draw();
      showDraft();
      words()?.focus();
    },
    key(event) {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      event.target.form.requestSubmit();
    },
    async write(event) {
      event.preventDefault();
      const text = words().value.trim();
      if (!text || state.sending) return;
      const choice = state.mode === 'note' || state.view.state === 'closed' ? 'note' : 'say';
      const key = draftKey();
      if (unsure?.key !== key || unsure.text !== text) unsure = { key, text, id: crypto.randomUUID() };
      state.sending = true;
      const isSafe = await act(choice, text, unsure.id);
      state.sending = false;
      if (isSafe) {
        unsure = null;
        drafts.delete(key);
        // Somebody may have gone on writing meanwhile.
        if (key === draftKey() && words()?.value.trim() === text) words().value = '';
      }
      draw();
    },
  };

  const can = (id) => state.view?.choices.some((choice) => choice.id === id);
  const focusWords = (mode) => {
    if (!state.view) return;
    if (state.mode !== mode) ticketActions.mode(mode);
    words()?.focus();
  };
  frame.keys([
    { key: 'j', what: 'Next ticket', run: () => step(1) },
    { key: 'k', what: 'Ticket before', run: () => step(-1) },
    { key: 'c', what: 'Take the ticket', run: () => can('claim') && act('claim') },
    { key: 'r', what: 'Answer the person', run: () => focusWords('say') },
    { key: 'n', what: 'Write a note for agents', run: () => focusWords('note') },
    {
      key: 'x',
      what: 'Resolve',
      run: () => state.view && state.view.state !== 'closed' && ticketActions.ask('resolve'),
    },
    { key: '/', what: 'Search', run: () => document.getElementById('find').focus() },
    {
      key: 'Escape',
      what: 'Leave a field, then the ticket',
      run: () => (document.activeElement?.matches('input, textarea') ? document.activeElement.blur() : frame.go('')),
    },
  ]);

  setInterval(draw, MINUTE_MS);
  await Promise.all([readList(), readTicket()]);
}
