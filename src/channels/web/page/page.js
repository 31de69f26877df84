'use strict';
/**
 * The chat page. The server's transcript is the truth: lines come in by the stream, may come twice, and are known by
 * their id. What the person sends is shown at once and stays in `pending` until the transcript has it. Text only ever
 * enters the page as text.
 *
 * @typedef {{ id: string, who: 'person' | 'firstline', [field: string]: any }} Line a PageLine, see transcript.ts
 * @typedef {{ line: Line, node: HTMLElement }} Shown
 * @typedef {{ body: any, after: string, node: HTMLElement | null, accepted: number, failed: string | null,
 *   again: boolean }} Pending `after` is the last line there was; `again` says whether it may be retried unasked
 */

const PRIMARY = ['fixed', 'works', 'yes', 'next', 'resume', 'risk-go'];
const NEAR = ['back', 'skip', 'human'];
const TYPES = { client: 'Computer or app', authentication: 'Account', network: 'Network', service: 'Service' };
const OUTCOMES = { fixed: 'Fixed', 'fixed-for-now': 'Fixed for now', 'handed-over': 'Handed over' };
const RETRY_MS = [1000, 2000, 4000, 8000];
const RECONNECT_MS = [1000, 2000, 5000, 10_000, 30_000];
const AWAY_MS = 4 * 60 * 60 * 1000;
const PATIENCE_MS = 20_000;

const $ = (id) => document.getElementById(id);
const [view, log, typing, pill, banner, notice, box] = ['view', 'log', 'typing', 'pill', 'banner', 'notice', 'box'].map($);

/** @type {Shown[]} */
const shown = [];
/** @type {Pending[]} */
const pending = [];

// ── small tools ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** An element with properties and children; strings become text, nothing becomes markup. */
function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((child) => child !== null));
  return node;
}

const wait = (ms) => new Promise((resume) => setTimeout(resume, ms));
const matches = (query) => matchMedia(query).matches;

/** What survives a reload of this tab; a browser may refuse, and then nothing does. */
function keep(key, value) {
  try {
    if (value) sessionStorage.setItem(`firstline.${key}`, value);
    else sessionStorage.removeItem(`firstline.${key}`);
  } catch {}
}
function kept(key) {
  try {
    return sessionStorage.getItem(`firstline.${key}`) ?? '';
  } catch {
    return '';
  }
}

/** Ids are `turn.part`, in order as numbers. */
function order(id) {
  const [turn, part] = id.split('.').map(Number);
  return turn * 10_000 + part;
}

// ── from a line to the page ─────────────────────────────────────────────────────────────────────────────────────────

function bubble(text) {
  return el('article', { className: 'person' }, el('span', { className: 'aside', textContent: 'You: ' }), el('div', { className: 'words', dir: 'auto', textContent: text }));
}

function card(line, title) {
  const { progress, outcome } = line;
  const step = progress && [`Step ${progress.step} of about ${progress.of}`, TYPES[progress.type]].filter(Boolean).join(' · ');
  const node = el('article', { className: 'firstline' }, el('span', { className: 'aside', textContent: 'Firstline: ' }));
  if (title) node.append(el('h2', { dir: 'auto', textContent: title }));
  if (step) node.append(el('p', { className: 'step', textContent: step }));
  const words = el('div', { className: 'words' });
  if (OUTCOMES[outcome]) words.append(el('p', { className: `badge ${outcome}`, textContent: OUTCOMES[outcome] }));
  if (line.choices.some((c) => c.id === 'risk-go')) words.classList.add('careful');
  words.append(...rich(line.body));
  node.append(words);
  return node;
}

/** Paragraphs as elements; items in a row become one list. */
function rich(paragraphs) {
  const out = [];
  for (const { kind, mark, spans } of paragraphs) {
    const words = spans.map(span);
    if (kind !== 'item') {
      out.push(el(kind === 'quote' ? 'blockquote' : 'p', { dir: 'auto' }, ...words));
      continue;
    }
    const number = Number.parseInt(mark, 10);
    const tag = number >= 0 ? 'OL' : 'UL';
    if (out.at(-1)?.tagName !== tag) out.push(el(tag, { dir: 'auto' }));
    out.at(-1).append(el('li', number >= 0 ? { value: number } : {}, ...words));
  }
  return out;
}

function span({ text, style, href }) {
  if (style === 'bold') return el('strong', { textContent: text });
  if (style === 'code') return code(text);
  if (style === 'link' && href?.startsWith('https://')) return el('a', { href, target: '_blank', rel: 'noopener noreferrer', textContent: text });
  return document.createTextNode(text);
}

function code(text) {
  const node = el('code', { textContent: text, dir: 'ltr', translate: false });
  if (text.length <= 8) return node;
  const button = el('button', { type: 'button', className: 'copy', title: 'Copy', ariaLabel: `Copy ${text}` });
  button.onclick = async () => {
    // The clipboard is only there on https and on this machine; elsewhere the old way works.
    await navigator.clipboard?.writeText(text).catch(() => copyOldWay(node)) ?? copyOldWay(node);
    button.classList.add('done');
    $('aside').textContent = 'Copied.';
    await wait(1600);
    button.classList.remove('done');
    $('aside').textContent = '';
  };
  return el('span', { className: 'copyable' }, node, button);
}

function copyOldWay(node) {
  getSelection().selectAllChildren(node);
  document.execCommand('copy');
}

/** The buttons of the newest reply: answers, then what works at every step, the rarer ones folded away. */
function answers({ choices, controls, asked }) {
  const button = ({ id, title }, className) => {
    const node = el('button', { type: 'button', className, dir: 'auto', textContent: title });
    node.onclick = () => {
      node.classList.add('pressed');
      send({ kind: 'pressed', text: title, choice: id, asked });
      (matches('(pointer: coarse)') ? view : box).focus({ preventScroll: true });
    };
    return node;
  };
  const node = el('div', { id: 'answers', role: 'group', ariaLabel: 'Your answers' });
  // A person put first among several controls is being offered.
  const offered = controls.length > 1 && controls[0].id === 'human' ? [controls[0]] : [];
  const row = [...choices, ...offered].map((c) => button(c, PRIMARY.includes(c.id) ? 'primary' : ''));
  if (row.length > 0) node.append(el('div', { className: 'row' }, ...row));
  const rest = controls.filter((c) => !offered.includes(c));
  const far = rest.length > 3 ? rest.filter((c) => !NEAR.includes(c.id)) : [];
  const near = rest.filter((c) => !far.includes(c));
  const quiet = (list) => el('div', { className: 'row quiet' }, ...list.map((c) => button(c, c.id === 'human' ? 'human' : '')));
  const more = far.length > 0 ? el('details', {}, el('summary', { textContent: 'More' }), quiet(far)) : null;
  if (rest.length > 0) node.append(el('div', { className: 'controls' }, quiet(near), more));
  return node;
}

// ── the transcript ──────────────────────────────────────────────────────────────────────────────────────────────────

/** @param {Line} line */
function take(line) {
  const known = shown.find((s) => s.line.id === line.id);
  if (known) {
    // The server may have masked a password in it.
    if (line.who === 'person') known.node.lastChild.textContent = line.text;
    return;
  }
  impatient = false;
  if (line.who === 'person') {
    const mine = pending.find((p) => p.node && (p.accepted || p.body.text === line.text));
    const node = (mine && drop(mine)) ?? bubble(line.text);
    node.lastChild.textContent = line.text;
    place(line, node);
  } else {
    settle(line);
    place(line, card(line, title(line)));
    pill.hidden = following || !ready;
  }
}

/** The server doesn't stream the person's own words back: a reply is how we learn that they are in the transcript. */
function settle(reply) {
  const [mine] = pending;
  const id = `${reply.id.split('.')[0]}.0`;
  if (!mine?.accepted || shown.some((s) => s.line.id === id)) return;
  const node = drop(mine);
  if (!node) return;
  place({ id, who: 'person', text: mine.body.text }, node);
  if (mine.body.kind === 'said') connect(mine.after);
}

/** Takes a message out of `pending`; its bubble stays where it is. */
function drop(mine) {
  pending.splice(pending.indexOf(mine), 1);
  mine.node?.classList.remove('unsent');
  return mine.node;
}

function place(line, node) {
  const later = shown.findIndex((s) => order(s.line.id) > order(line.id));
  const before = later >= 0 ? shown[later].node : pending.find((p) => p.node)?.node;
  if (node.parentNode !== log || later >= 0) log.insertBefore(node, before ?? null);
  shown.splice(later >= 0 ? later : shown.length, 0, { line, node });
}

/** The problem's name, where it is another one than before. */
function title(line) {
  const before = shown.findLast((s) => s.line.title && order(s.line.id) < order(line.id));
  return line.title && line.title !== before?.line.title ? line.title : null;
}

let answered = null;
let impatient = false;
let patience = 0;

/** Brings everything around the lines up to date. */
function paint() {
  const reply = shown.findLast((s) => s.line.who === 'firstline');
  if (reply && reply !== answered) {
    $('answers')?.remove();
    reply.node.after(answers(reply.line));
    answered = reply;
  }
  const waiting = !impatient && (pending.some((p) => !p.failed) || shown.at(-1)?.line.who === 'person');
  for (const button of $('answers')?.querySelectorAll('button') ?? []) button.disabled = waiting;
  if (!waiting) $('answers')?.querySelector('.pressed')?.classList.remove('pressed');
  if (waiting !== typing.hasChildNodes()) typing.replaceChildren(...(waiting ? [el('i'), el('i'), el('i'), ' Firstline is looking…'] : []));
  clearTimeout(patience);
  if (waiting) patience = setTimeout(giveUpWaiting, PATIENCE_MS);
  const failed = pending.filter((p) => p.failed);
  for (const p of failed) p.node?.classList.add('unsent');
  if (failed.length > 0) tell(failed.at(-1).failed, true);
  keep('unsent', JSON.stringify(pending.filter((p) => p.node && !p.accepted).map((p) => p.body)).replace(/^\[\]$/, ''));
  scroll();
}

/** A reply may have been lost with the connection: look once more, and let the person go on meanwhile. */
function giveUpWaiting() {
  impatient = true;
  resync();
  paint();
}

// ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function send(body) {
  tell('');
  // An answer that never went out gives way to the one given now.
  for (const old of pending.filter((p) => p.failed && p.body.kind !== 'said')) drop(old)?.remove();
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  following = true;
  enqueue({ id, ...body });
}

function enqueue(body) {
  const node = body.kind === 'opened' ? null : bubble(body.text);
  pending.push({ body, after: shown.at(-1)?.line.id ?? '', node, accepted: 0, failed: null, again: false });
  if (node) log.append(node);
  impatient = false;
  paint();
  pump();
}

let pumping = false;

/** Sends what waits, one after the other, so that it arrives in order. */
async function pump() {
  if (pumping) return;
  pumping = true;
  for (let next = unsent(); next; next = unsent()) {
    await deliver(next);
    paint();
  }
  pumping = false;
}

const unsent = () => pending.find((p) => !p.accepted && !p.failed);

/** Under the same id every time: however often it arrives, it counts once. @param {Pending} mine */
async function deliver(mine) {
  for (let attempt = 0; pending.includes(mine); attempt += 1) {
    const { status, said } = await post('/web/messages', mine.body);
    if (status === 202) {
      keep('reloaded', '');
      mine.accepted = performance.now();
      // It was there already, or its reply overtook the acknowledgement: the transcript has it.
      if (said.fresh === false || (shown.at(-1)?.line.id ?? '') !== mine.after) connect(mine.after);
      return;
    }
    if (status === 401 && reloadOnce()) return wait(60_000);
    if (status === 413 && mine.node) {
      drop(mine).remove();
      box.value = [mine.body.text, box.value].filter(Boolean).join('\n');
      drafted();
      return tell('That is too long to send in one go. It is back in the box: please cut it down to the part with the error.');
    }
    mine.again = status === 0 || status >= 500;
    if (!mine.again || attempt >= RETRY_MS.length) {
      mine.failed = `Not sent. ${said.cause ? `${said.cause} ${said.cure}` : "Firstline can't be reached; are you online?"}`;
      return;
    }
    await wait(RETRY_MS[attempt]);
  }
}

/** Status 0 stands for no answer at all. */
async function post(path, body) {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
    return { status: response.status, said: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, said: {} };
  }
}

function retry(which) {
  for (const p of pending.filter(which)) {
    p.failed = null;
    p.node?.classList.remove('unsent');
  }
  if (!pending.some((p) => p.failed)) tell('');
  paint();
  pump();
}

function tell(text, again = false) {
  const [words, button] = notice.children;
  if (words.textContent !== text) words.textContent = text;
  button.hidden = !again;
  notice.hidden = text === '';
}

/** Without its cookie the page is nobody's: loading it again brings a new one, unless cookies are refused. */
function reloadOnce() {
  if (kept('reloaded')) return false;
  keep('reloaded', 'yes');
  location.reload();
  return true;
}

// ── the stream ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** @type {EventSource | null} */
let stream = null;
let ready = false;
let began = 0;
let losses = 0;
let late = 0;

/** @param {string} after the id of the last line that need not come again */
function connect(after) {
  stream?.close();
  stream = new EventSource(`/web/stream?after=${after}`);
  began = performance.now();
  stream.addEventListener('open', connected);
  stream.addEventListener('error', lost);
  stream.addEventListener('line', (event) => {
    take(JSON.parse(event.data));
    paint();
  });
  stream.addEventListener('ready', caughtUp);
  stream.addEventListener('refresh', resync);
}

/** Fetches what is new, and the newest turn once more: the other side of it may be missing. */
function resync() {
  const turn = Number.parseInt(shown.at(-1)?.line.id ?? '0', 10);
  connect(pending[0]?.after ?? `${Math.max(0, turn - 1)}.9999`);
}

function connected() {
  clearTimeout(late);
  late = losses = 0;
  banner.textContent = '';
}

async function lost() {
  began = performance.now();
  late ||= setTimeout(() => (banner.textContent = 'Reconnecting…'), 2000);
  const mine = stream;
  // The browser comes back by itself after a broken connection, but not after a refusal.
  if (mine.readyState !== EventSource.CLOSED) return;
  await wait(RECONNECT_MS[Math.min(losses++, RECONNECT_MS.length - 1)]);
  if (mine === stream) resync();
}

function caughtUp() {
  // What was accepted before this connection began was among its lines.
  for (const p of pending.filter((p) => p.accepted && p.accepted < began)) drop(p)?.remove();
  if (!ready) {
    ready = true;
    log.ariaBusy = 'false';
    for (const body of JSON.parse(kept('unsent') || '[]')) enqueue(body);
    const last = shown.at(-1)?.line;
    if (pending.length === 0 && !(last && Date.now() - Date.parse(last.at) < AWAY_MS)) send({ kind: 'opened', text: '' });
  }
  retry((p) => p.failed && p.again);
}
