/**
 * The frame of the console in the browser: asks for a name where nobody is known, keeps the stream of events, the keys and the
 * notes, and opens the page's module with a `frame`:
 *
 * - `root` the element to draw into; `me` who is here (`id`, `name`, `roles`); `rest` the rest of the path behind the page's name
 * - `get(path)`, `post(path, body)` JSON from and to the page's handlers; both throw a `Trouble` that says what to do
 * - `heard(listen)` calls `listen(data)` for each event of the page, and `listen(null)` after the stream was away: read anew
 * - `go(rest)` changes the rest of the path; `moved(listen)` calls `listen(rest)` then, and when somebody goes back
 * - `note(text, kind)` shows a line for a few seconds; `kind` is 'good', 'bad' or left out
 * - `keys(list)` sets the page's keys: `[{ key: 'j', what: 'Next ticket', run() {} }]`; `?` shows them
 */
import { html, render } from '../lit/lit-html.js';

const facts = JSON.parse(document.getElementById('console').textContent);
const root = document.getElementById('page');
const live = document.getElementById('live');
const NOTE_MS = 6000;
const PATIENCE_MS = 20_000;
const AGAIN_MS = 2000;

/** An answer that says no, or none at all (`status` 0). */
export class Trouble extends Error {
  constructor({ status, code, cause, cure }) {
    super([cause, cure].filter(Boolean).join(' '));
    this.status = status;
    this.code = code;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), ...options });
  } catch {
    throw new Trouble({
      status: 0,
      code: 'NO_ANSWER',
      cause: 'No answer came.',
      cure: 'Is the network there? Try again.',
    });
  }
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said;
  // Signed out meanwhile: the shell knows where to go.
  if (said.code === 'CONSOLE_NO_USER') location.reload();
  throw new Trouble({ status: response.status, ...said });
}

const postTo = (path, body) =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) });

// Notes

const notes = [];
const drawNotes = () =>
  render(
    notes.map(({ text, kind }) => html`<p class="toast ${kind ?? ''}">${text}</p>`),
    document.getElementById('notes'),
  );

function note(text, kind) {
  const one = { text, kind };
  notes.push(one);
  drawNotes();
  setTimeout(() => {
    notes.splice(notes.indexOf(one), 1);
    drawNotes();
  }, NOTE_MS);
}

// Keys

let keys = [];
const own = [{ key: '?', what: 'Show the keys', run: () => showKeys() }];
const help = document.createElement('dialog');
help.setAttribute('aria-labelledby', 'keys-title');
document.body.append(help);

function showKeys() {
  render(
    html`<h2 id="keys-title">Keys</h2>
      <dl class="keys">
        ${[...keys, ...own].map(({ key, what }) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
      </dl>
      <form method="dialog"><button class="primary">Close</button></form>`,
    help,
  );
  help.showModal();
}

document.getElementById('keys').addEventListener('click', showKeys);
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (typing && event.key !== 'Escape') return;
  const found = [...keys, ...own].find(({ key }) => key === event.key);
  if (!found) return;
  event.preventDefault();
  found.run(event);
});

// Menus: one is closed by what is chosen in it, by a press elsewhere, and by Escape.

addEventListener('click', ({ target }) => {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!menu.contains(target) || target.closest('button')) menu.open = false;
});
addEventListener(
  'keydown',
  (event) => {
    const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
    if (!menu) return;
    event.stopImmediatePropagation();
    menu.open = false;
    menu.querySelector('summary').focus();
  },
  true,
);

// The stream

const listeners = [];
let began = false;

function listen() {
  const source = new EventSource('/console/stream');
  source.addEventListener('ready', () => {
    live.textContent = 'Live';
    live.className = 'on';
    if (began) for (const one of listeners) one(null);
    began = true;
  });
  source.addEventListener(facts.page, ({ data }) => {
    const said = JSON.parse(data);
    for (const one of listeners) one(said);
  });
  source.addEventListener('error', () => {
    live.textContent = 'Not connected, trying again';
    live.className = 'off';
    // The browser tries again by itself after a lost connection, and not after an answer that says no.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(listen, AGAIN_MS);
  });
}

// The place in the page

const restOf = () => decodeURIComponent(location.pathname.split('/')[3] ?? '');
const movers = [];
const tellMoved = () => {
  for (const one of movers) one(restOf());
};
addEventListener('popstate', tellMoved);

const frame = {
  root,
  me: facts.me,
  get rest() {
    return restOf();
  },
  get: (path) => call(`/console/api/${facts.page}${path}`),
  post: (path, body) => postTo(`/console/api/${facts.page}${path}`, body),
  heard: (one) => listeners.push(one),
  moved: (one) => movers.push(one),
  go(rest) {
    if (rest === restOf()) return;
    history.pushState(null, '', `/console/${facts.page}${rest ? `/${encodeURIComponent(rest)}` : ''}`);
    tellMoved();
  },
  note,
  keys(list) {
    keys = list;
  },
};

/** Asks for the name that people read below an agent's answers. */
function askName() {
  const save = async (event) => {
    event.preventDefault();
    const name = new FormData(event.target).get('name').trim();
    if (!name) return;
    try {
      await postTo('/console/api/me', { name });
      location.reload();
    } catch (trouble) {
      note(trouble.message, 'bad');
    }
  };
  root.removeAttribute('aria-busy');
  document.body.classList.add('nobody');
  render(
    html`<form class="card ask" @submit=${save}>
      <h1>Who are you?</h1>
      <p>People read this name below your answers, and other agents see who has a ticket. It is kept in this browser.</p>
      <label for="name">Your name</label>
      <input id="name" name="name" autocomplete="name" maxlength="60" required>
      <button class="primary">Open the console</button>
    </form>`,
    root,
  );
  document.getElementById('name').focus();
}

function showMe() {
  const leave = async () => {
    const { next } = await postTo('/console/api/leave');
    location.assign(next);
  };
  render(
    html`<details class="menu">
      <summary title="${facts.me.name}"><span class="badge" aria-hidden="true">${[...facts.me.name][0]}</span><span class="name">${facts.me.name}</span></summary>
      <div><button type="button" @click=${leave}>Sign out</button></div>
    </details>`,
    document.getElementById('me'),
  );
}

if (facts.me) {
  showMe();
  listen();
  const { open } = await import(facts.module);
  root.textContent = '';
  await open(frame);
  root.removeAttribute('aria-busy');
} else askName();
