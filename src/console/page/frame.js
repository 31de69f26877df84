/**
 * The frame of the console in the browser: asks for a name where nobody is known, keeps the stream of events, the keys and the
 * notes, and opens the page's module with a `frame`:
 *
 * - `root` the element to draw into; `me` who is here (`id`, `name`, `roles`); `rest` the rest of the path behind the page's name
 * - `get(path)`, `post(path, body)` JSON from and to the page's handlers; both throw a `Trouble` that says what to do
 * - `heard(listen)` calls `listen(data)` for each event of the page, and `listen(null)` after the stream was away: read anew
 * - `go(rest)` changes the rest of the path; `moved(listen)` calls `listen(rest)` then, and when somebody goes back
 * - `note(text, kind, action)` shows a line for a few seconds; `kind` is 'good', 'bad' or left out, `action` a button (`{ title, run }`)
 * - `send(path, file)` posts the bytes of a file
 * - `menu(draw)` adds what `draw()` answers to the user's menu, drawn anew each time it opens
 * - `keys(list)` sets the page's keys: `[{ key: 'j', what: 'Next ticket', run() {} }]`; `?` shows them
 */
import { html, render } from '../lit/lit-html.js';
import { say } from './words.js';

const facts = JSON.parse(document.getElementById('console').textContent);
const root = document.getElementById('page');
const live = document.getElementById('live');
const NOTE_MS = 6000;
const PATIENCE_MS = 20_000;
const UPLOAD_PATIENCE_MS = 120_000;
const AGAIN_MS = 2000;
/** This tab, for as long as it is open: the others at the desk see what it shows. */
const TAB = crypto.randomUUID();

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
      cause: say('frame-no-answer'),
      cure: say('frame-no-answer-cure'),
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

let notes = [];
const drawNotes = () =>
  render(
    notes.map(
      (one) =>
        html`<p class="toast ${one.kind ?? ''}">${one.text}${
          one.action
            ? html` <button type="button" @click=${() => {
                drop(one);
                one.action.run();
              }}>${one.action.title}</button>`
            : ''
        }</p>`,
    ),
    document.getElementById('notes'),
  );

function drop(one) {
  notes = notes.filter((other) => other !== one);
  drawNotes();
}

function note(text, kind, action) {
  const one = { text, kind, action };
  notes = [...notes, one];
  drawNotes();
  setTimeout(() => drop(one), NOTE_MS);
}

// Keys

let keys = [];
const own = [{ key: '?', what: say('frame-key-keys'), run: () => showKeys() }];
const help = document.createElement('dialog');
help.setAttribute('aria-labelledby', 'keys-title');
document.body.append(help);

function showKeys() {
  render(
    html`<h2 id="keys-title">${say('frame-keys')}</h2>
      <dl class="keys">
        ${[...keys, ...own].map(({ key, what }) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
      </dl>
      <form method="dialog"><button class="primary">${say('frame-close')}</button></form>`,
    help,
  );
  help.showModal();
}

document.getElementById('keys').addEventListener('click', showKeys);
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const field = event.target.closest?.('input, textarea, select, [contenteditable]');
  // The field of a dialog that was just closed keeps the focus until the browser draws the next frame.
  const isTyping = field && !field.closest('dialog:not([open])');
  if (isTyping && event.key !== 'Escape') return;
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
  const source = new EventSource(`/console/stream?tab=${TAB}`);
  source.addEventListener('ready', () => {
    live.textContent = say('frame-live');
    live.className = 'on';
    if (began) for (const one of listeners) one(null);
    began = true;
  });
  source.addEventListener(facts.page, ({ data }) => {
    const said = JSON.parse(data);
    for (const one of listeners) one(said);
  });
  source.addEventListener('error', () => {
    live.textContent = say('frame-not-live');
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
  post: (path, body) => postTo(`/console/api/${facts.page}${path}${path.includes('?') ? '&' : '?'}tab=${TAB}`, body),
  send: (path, file) =>
    call(`/console/api/${facts.page}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
      signal: AbortSignal.timeout(UPLOAD_PATIENCE_MS),
    }),
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
  menu(draw = drawMenu) {
    drawMenu = draw;
    showMe();
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
      <h1>${say('frame-who')}</h1>
      <p>${say('frame-who-about')}</p>
      <label for="name">${say('frame-name')}</label>
      <input id="name" name="name" autocomplete="name" maxlength="60" required>
      <button class="primary">${say('frame-open')}</button>
    </form>`,
    root,
  );
  document.getElementById('name').focus();
}

let drawMenu = () => '';

function showMe() {
  const leave = async () => {
    const { next } = await postTo('/console/api/leave');
    location.assign(next);
  };
  render(
    html`<details class="menu" @toggle=${(event) => event.target.open && showMe()}>
      <summary title="${facts.me.name}"><span class="badge" aria-hidden="true">${[...facts.me.name][0]}</span><span class="name">${facts.me.name}</span></summary>
      <div>${drawMenu()}<button type="button" @click=${leave}>${say('frame-sign-out')}</button></div>
    </details>`,
    document.getElementById('me'),
  );
}

if (facts.me) {
  showMe();
  listen();
  // On a phone not all pages have room beside each other.
  document.querySelector('.bar nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { open } = await import(facts.module);
  root.textContent = '';
  await open(frame);
  root.removeAttribute('aria-busy');
} else askName();
