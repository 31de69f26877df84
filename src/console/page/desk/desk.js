/** The console's page “Desk”: holds what is shown, reads it anew when something changes, and does what agents press. */
import { say, sayParts } from '../frame/words.js';
import { html, nothing, render } from '../lit/lit-html.js';
import { openDialog } from './dialogs.js';
import { drawList } from './list.js';
import { Notifier } from './notifier.js';
import { drawTicket } from './ticket.js';

/** The pause in which several changes become one reading, and in which somebody may still be typing, in milliseconds. */
const GATHER_MS = 60;
const TYPING_MS = 200;
/** The time after which times such as "12 min" are drawn anew. */
const MINUTE_MS = 30_000;
/** The pause between two drawings while something can still be undone, in milliseconds. */
const SECOND_MS = 1000;
/** The pause after which somebody who typed no more is not writing, and in which it is said again that a ticket is open. */
const STILL_MS = 4000;
const LOOK_AGAIN_MS = 20_000;
/** The largest file, in bytes, and the number of files with one answer. */
const LARGEST = 10 * 1024 * 1024;
const MOST_FILES = 5;
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
    /** Files that go along with the next answer: `{ id, name, ref, isKept }`. */
    files: [],
    /** The agents at each ticket, as far as they were told since the page was opened. */
    looking: {},
  };
  const notifier = new Notifier(frame, (ticket) => frame.go(ticket));
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
      html`<div class="desk fills ${state.open ? 'one' : 'many'}">
        ${state.view ? nothing : html`<h1 class="visually-hidden">${say('page-desk')}</h1>`}
        <section class="list" aria-label=${say('desk-tickets')}>${drawList(state, listActions)}</section>
        <section class="place" aria-label=${say('desk-ticket')}>${place()}</section>
      </div>`,
      root,
    );
    const after = scroller();
    // A thread of its own opens at its end; on a phone a ticket opens at its beginning.
    if (after && (after === before ? isAtEnd : after.id === 'lines')) after.scrollTop = after.scrollHeight;
    const waiting = state.counts.waiting;
    const page = say('page-desk');
    document.title = say('frame-title', { page: waiting ? say('desk-title', { waiting, page }) : page });
  };

  const place = () => {
    if (state.missing)
      return html`<div class="empty"><p>${state.missing}</p><button type="button" @click=${() => frame.go('')}>${say('desk-back')}</button></div>`;
    if (!state.open)
      return html`<p class="empty">${sayParts('desk-choose', { down: html`<kbd>j</kbd>`, up: html`<kbd>k</kbd>`, help: html`<kbd>?</kbd>` })}</p>`;
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
      if (state.list === 'waiting' && !state.find && !more) notifier.saw(entries);
      else notifier.look(() => frame.get('/tickets?list=waiting'));
    } catch (trouble) {
      if (turn === listing) state.trouble = trouble.message;
    }
    draw();
  }

  let reading = 0;
  async function readTicket() {
    const ticket = state.open;
    if (!ticket) return;
    const turn = ++reading;
    try {
      const view = await frame.get(`/tickets/${encodeURIComponent(ticket)}`);
      // Answers may come in another order than they were asked for, and the last question counts.
      if (ticket !== state.open || turn !== reading) return;
      state.view = view;
      state.missing = null;
      count();
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

  /** Takes tickets off the screen that were erased, and what was being written in them. */
  function clear(tickets) {
    for (const key of drafts.keys()) if (tickets.includes(key.split('|')[0])) drafts.delete(key);
    state.entries = state.entries.filter(({ ticket }) => !tickets.includes(ticket));
    if (tickets.includes(state.open)) Object.assign(state, { view: null, missing: say('desk-gone'), files: [] });
    draw();
  }

  frame.heard((said) => {
    if (said?.kind === 'whisper') frame.note(said.text);
    else if (said?.kind === 'looking') {
      Object.assign(state.looking, said.looking);
      draw();
    } else {
      if (said?.kind === 'gone') clear(said.tickets);
      if (said === null) look();
      // Tickets that are gone can't be read anew.
      changed(said ? (said.kind === 'gone' ? [] : said.tickets) : null);
    }
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
        frame.note(say('desk-sample-made'), 'good');
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
    Object.assign(state, { open: rest || null, view: null, missing: null, mode: 'say', files: [] });
    draw();
    look();
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

  // Agents at a ticket

  let writing = null;
  /** Tells the others which ticket is open here, and whether something is being written. */
  function look() {
    frame.post('/looking', { ticket: state.open, isWriting: writing !== null }).catch(() => undefined);
  }
  function typed() {
    const isNews = writing === null;
    clearTimeout(writing);
    writing = setTimeout(() => {
      writing = null;
      look();
    }, STILL_MS);
    if (isNews) look();
  }

  // Actions that can still be undone

  let counting = null;
  /** Draws the seconds that are left, as long as there are any. */
  function count() {
    if (counting || !state.view?.held.length) return;
    counting = setInterval(() => {
      draw();
      if (state.view?.held.length) return;
      clearInterval(counting);
      counting = null;
    }, SECOND_MS);
  }

  async function act(choice, text = '', id = crypto.randomUUID(), files = []) {
    const ticket = state.open;
    state.busy = true;
    draw();
    try {
      await frame.post(`/tickets/${encodeURIComponent(ticket)}/act`, { id, choice, text, files });
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
    async undo(id) {
      const action = state.view?.held.find((one) => one.id === id);
      if (!action || !(await act(`undo:${id}`))) return;
      frame.note(say('held-undone'));
      const isNote = action.what === 'note';
      // Written words are not lost: they go back to where they came from, unless something else stands there now.
      if (!action.text || (action.what !== 'say' && !isNote)) return;
      if (state.mode !== (isNote ? 'note' : 'say')) ticketActions.mode(isNote ? 'note' : 'say');
      if (words() && !words().value) words().value = action.text;
    },
    now: (id) => act(`now:${id}`),
    typed,
    async attach(files) {
      for (const file of files) {
        if (file.size > LARGEST) frame.note(say('write-file-big', { name: file.name }), 'bad');
        else if (state.files.length >= MOST_FILES) frame.note(say('write-file-most', { most: MOST_FILES }), 'bad');
        else await keepFile(file);
      }
    },
    detach(id) {
      state.files = state.files.filter((file) => file.id !== id);
      draw();
    },
    ask: (which) =>
      openDialog(which, state.view, { act, me, put, agents: async () => (await frame.get('/agents')).agents }).catch(
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
      const choice = state.mode === 'note' || state.view.state === 'closed' ? 'note' : 'say';
      const files = choice === 'say' ? state.files.map(({ ref, name }) => ({ ref, name })) : [];
      if ((!text && files.length === 0) || state.sending) return;
      const key = draftKey();
      if (unsure?.key !== key || unsure.text !== text) unsure = { key, text, id: crypto.randomUUID() };
      state.sending = true;
      const isSafe = await act(choice, text, unsure.id, files);
      state.sending = false;
      if (isSafe) {
        unsure = null;
        if (choice === 'say') state.files = [];
        drafts.delete(key);
        // Somebody may have gone on writing meanwhile.
        if (key === draftKey() && words()?.value.trim() === text) words().value = '';
      }
      draw();
    },
  };

  /** Puts a saved reply into the field, behind what stands there. */
  function put(text) {
    if (state.mode !== 'say') ticketActions.mode('say');
    const field = words();
    if (!field) return;
    field.value = [field.value.trim(), text].filter(Boolean).join('\n');
    field.focus();
    typed();
  }

  async function keepFile(file) {
    const ticket = state.open;
    const one = { id: crypto.randomUUID(), name: file.name, ref: null, isKept: false };
    state.files = [...state.files, one];
    draw();
    try {
      const { ref } = await frame.send(`/upload?${new URLSearchParams({ ticket, id: one.id })}`, file);
      Object.assign(one, { ref, isKept: true });
    } catch (trouble) {
      state.files = state.files.filter((other) => other !== one);
      frame.note(trouble.message, 'bad');
    }
    draw();
  }

  const can = (id) => state.view?.choices.some((choice) => choice.id === id);
  const focusWords = (mode) => {
    if (!state.view) return;
    if (state.mode !== mode) ticketActions.mode(mode);
    words()?.focus();
  };
  frame.keys([
    { key: 'j', what: say('key-next'), run: () => step(1) },
    { key: 'k', what: say('key-before'), run: () => step(-1) },
    { key: 'c', what: say('key-take'), run: () => can('claim') && act('claim') },
    { key: 'r', what: say('key-answer'), run: () => focusWords('say') },
    { key: 'n', what: say('key-note'), run: () => focusWords('note') },
    {
      key: 'x',
      what: say('key-resolve'),
      run: () => state.view && state.view.state !== 'closed' && ticketActions.ask('resolve'),
    },
    {
      key: 's',
      what: say('key-reply'),
      run: () => state.view?.state !== 'closed' && state.view && ticketActions.ask('reply'),
    },
    {
      key: 'u',
      what: say('key-undo'),
      run: () => {
        const last = state.view?.held.findLast(({ isMine }) => isMine);
        if (last) ticketActions.undo(last.id);
      },
    },
    { key: '/', what: say('key-find'), run: () => document.getElementById('find').focus() },
    {
      key: 'Escape',
      what: say('key-leave'),
      run: () => (document.activeElement?.matches('input, textarea') ? document.activeElement.blur() : frame.go('')),
    },
  ]);

  setInterval(draw, MINUTE_MS);
  setInterval(() => state.open && look(), LOOK_AGAIN_MS);
  document.addEventListener('visibilitychange', () => !document.hidden && look());
  look();
  await Promise.all([readList(), readTicket()]);
}
