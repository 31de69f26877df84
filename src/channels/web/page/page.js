/**
 * The chat page. The transcript on the server is the truth: its lines come by the stream, may come twice, and are known
 * by their id. The person's own message is shown at once and is `pending` until its line comes. All text stays text.
 *
 * @typedef {import('../transcript.ts').OwnLine | import('../transcript.ts').SaidLine} Line
 * @typedef {import('../transcript.ts').ChangeLine} Change
 * @typedef {{ body: object, after: string, node: Element | null, accepted: number, failed: string }} Pending
 */
import { agentCard, countUnseen, nameOf } from './agents.js';
import { copyable } from './copyable.js';
import { $, el, wait } from './elements.js';
import { enter, isOver, showLink } from './link.js';
import { listenForPictures, sendWhenThere, takePictures, uploading } from './pictures.js';
import { post } from './post.js';
import { solve } from './proof.js';
import { heardEnd, isSignedOut, showAccount } from './sign-in.js';
import { say } from './words.js';

const OUTCOMES = {
  fixed: 'channel-outcome-fixed',
  'fixed-for-now': 'channel-outcome-fixed-for-now',
  'handed-over': 'channel-outcome-handed-over',
};
/** The code that opens a case in another place; it gets a button that copies it whole. */
const CASE_CODE = /^[0-9A-Z]{5}-[0-9A-Z]{5}$/;
/**
 * The longest title of buttons that stand beside each other, in characters; with a longer one they stand below one
 * another.
 */
const WIDE = 40;
/** The length from which a bold text may be broken, in characters; a shorter one is a number or a name. */
const WHOLE = 16;
const RETRY_MS = [1000, 2000, 4000, 8000];
const RECONNECT_MS = 3000;
/** The longest pause before a stream that was refused is asked for again. */
const LONGEST_PAUSE_MS = 60_000;
/** The answers of a server that takes no more for now: a message waits for it as long as the page is open. */
const TOO_MUCH = ['TOO_FAST', 'TOO_BUSY', 'PROOF_WANTED'];
/** The number of puzzles that are solved for one message. */
const MOST_PROOFS = 10;
/** The largest share by which a wait is longer than asked for: not all pages come back at the same moment. */
const SPREAD = 0.5;
const PATIENCE_MS = 20_000;
const AWAY_MS = 4 * 60 * 60 * 1000;
/**
 * The time until "Sent to …" is shown, in milliseconds: the bot answers sooner, and for agents it is all there is to
 * say.
 */
const SENT_MS = 1000;
/** The time until the private link is asked for, in milliseconds. */
const LINK_MS = 300;

const [view, log, typing, pill, notice, box] = ['view', 'log', 'typing', 'pill', 'notice', 'box'].map($);
/** The lines that are shown, in order. @type {{ line: Line, node: Element }[]} */
const shown = [];
/** @type {Pending[]} */
const pending = [];
/** Changes by agents, by the id of the line they change or take away. @type {Map<string, Change>} */
const changes = new Map();

const order = ({ id }) => id.split('.').reduce((turn, part) => turn * 10_000 + Number(part), 0);
const lastId = () => shown.at(-1)?.line.id ?? '0.0';

/** Keeps a text over a reload of this tab; a browser may refuse to keep it. */
function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {}
}
function kept(key) {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

// ── how a line looks ────────────────────────────────────────────────────────────────────────────────────────────────

function bubble(words) {
  const who = el('span', { className: 'visually-hidden' }, `${say('channel-you')}: `);
  return el('article', { className: 'person' }, who, el('div', { className: 'words', dir: 'auto' }, words));
}

/** Writes a person's message as text: pictures are read, not kept. */
function spoken(text, images) {
  const pictures = images > 1 ? say('page-screenshots', { count: images }) : images === 1 ? say('page-screenshot') : '';
  return [pictures, text].filter(Boolean).join('\n');
}

function card({ body, choices, title, progress, outcome }) {
  const who = el('span', { className: 'visually-hidden' }, `${say('channel-firstline')}: `);
  const node = el('article', { className: 'firstline' }, who);
  if (title && title !== shown.findLast((s) => s.line.title)?.line.title) node.append(el('h2', { dir: 'auto' }, title));
  if (progress?.label) node.append(el('p', { className: 'step' }, progress.label));
  const words = el('div', { className: choices.some((c) => c.id === 'risk-go') ? 'words careful' : 'words' });
  if (OUTCOMES[outcome]) words.append(el('p', { className: `badge ${outcome}` }, say(OUTCOMES[outcome])));
  words.append(...rich(body));
  node.append(words);
  return node;
}

/** Draws paragraphs as elements; items in a row become one list. */
function rich(paragraphs) {
  const out = [];
  for (const { kind, mark, spans } of paragraphs) {
    const number = Number.parseInt(mark, 10);
    const list = number >= 0 ? 'OL' : 'UL';
    if (kind === 'quote') out.push(el('blockquote', { dir: 'auto' }, ...spans.map(span)));
    else if (kind === 'text') out.push(el('p', { dir: 'auto' }, ...spans.map(span)));
    else {
      if (out.at(-1)?.tagName !== list) out.push(el(list, { dir: 'auto' }));
      out.at(-1).append(el('li', number >= 0 ? { value: number } : {}, ...spans.map(span)));
    }
  }
  return out;
}

/** A time by the reader's own clock; the zone of the text is not said, since it is theirs. */
function timeNode({ at, day }, style) {
  const form = {
    hour: '2-digit',
    minute: '2-digit',
    ...(day ? { weekday: 'short', day: 'numeric', month: 'short' } : {}),
  };
  const node = el('time', { dateTime: at }, new Intl.DateTimeFormat('en-GB', form).format(new Date(at)));
  return style === 'bold' ? el('strong', {}, node) : node;
}

function span({ text, style, href, time }) {
  if (time) return timeNode(time, style);
  if (style === 'bold' && CASE_CODE.test(text)) return copyable(text);
  if (style === 'bold') return el('strong', { className: text.length < WHOLE ? 'whole' : '' }, text);
  if (style === 'code') return copyable(text);
  if (style !== 'link' || !href?.startsWith('https://')) return text;
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);
}

/** Draws the buttons of the newest reply: the choices, then what works at every step, the rarer ones folded away. */
function answers({ choices, controls, asked }) {
  const button = ({ id, title, role }) => {
    const className = role === 'primary' ? 'primary' : id;
    const node = el('button', { type: 'button', className, dir: 'auto' }, title);
    node.onclick = () => {
      node.classList.add('pressed');
      send({ kind: 'pressed', text: title, choice: id, asked });
      // On a phone the box would bring up the keyboard, over the reply.
      (matchMedia('(pointer: coarse)').matches ? view : box).focus({ preventScroll: true });
    };
    return node;
  };
  const row = (className, list) => (list.length > 0 ? [el('div', { className }, ...list.map(button))] : []);
  // Where "Talk to a person" stands before "Back", it is being offered.
  const offered = controls[0]?.id === 'human' && controls.some((c) => c.id === 'back') ? 1 : 0;
  const rest = controls.slice(offered).sort((a, b) => (b.id === 'human') - (a.id === 'human'));
  const near = rest.length > 3 ? rest.filter((c) => c.role !== 'rare') : rest;
  const far = rest.filter((c) => !near.includes(c));
  const more =
    far.length > 0 ? [el('details', {}, el('summary', {}, say('channel-more')), ...row('row quiet', far))] : [];
  for (const details of more) details.ontoggle = () => details.scrollIntoView({ block: 'nearest' });
  const quiet = el(
    'div',
    { className: near.length > 0 ? 'controls' : 'controls alone' },
    ...row('row quiet', near),
    ...more,
  );
  const wide = choices.some(({ title }) => title.length > WIDE);
  const given = row(wide ? 'row tall' : 'row', [...choices, ...controls.slice(0, offered)]);
  return el('div', { id: 'answers', role: 'group', ariaLabel: say('page-answers') }, ...given, quiet);
}

// ── the transcript ──────────────────────────────────────────────────────────────────────────────────────────────────

const look = (line) =>
  line.who === 'person' ? bubble(spoken(line.text, line.images)) : line.who === 'agent' ? agentCard(line) : card(line);

/** Whether everything is to be deleted: the answer stands alone on a page that is loaded anew. */
let forgetting = false;

/** Takes in a line of the stream. @param {Line | Change} arrived */
function take(arrived) {
  if (forgetting && ready && arrived.who === 'firstline') {
    for (const key of ['draft', 'unsent']) keep(key, '');
    tabs.postMessage('forgotten');
    return location.reload();
  }
  if (arrived.who === 'change') return change(arrived);
  if (shown.some((s) => s.line.id === arrived.id)) return;
  // A change may arrive before the line it changes.
  const changed = changes.get(arrived.id);
  if (changed && !changed.line) return;
  const line = changed?.line ?? arrived;
  const mine = line.who === 'person' && pending.find((p) => p.node && (p.accepted || p.body.text === line.text));
  const node = mine ? mine.node : look(line);
  // The server's text takes the place of the typed one: a password in it is masked there.
  if (mine) drop(mine).lastChild.textContent = spoken(line.text, line.images);
  const later = shown.findIndex((s) => order(s.line) > order(line));
  log.insertBefore(node, shown[later]?.node ?? pending.find((p) => p.node)?.node ?? null);
  shown.splice(later < 0 ? shown.length : later, 0, { line, node });
  if (line.who === 'person') return;
  if (ready) countUnseen();
  if (ready) askForLink();
  if (!pending.some((p) => p.node && !p.accepted && !p.failed)) expect(isReading());
  pill.hidden = following || !ready;
}

/** Shows lines as they are now, where they stand, or takes them away. @param {Change} newer */
function change(newer) {
  for (const id of newer.of) {
    const known = changes.get(id);
    if (known && order(known) >= order(newer)) continue;
    changes.set(id, newer);
    const there = shown.find((s) => s.line.id === id);
    if (!there || there.line.changed === newer.id) continue;
    if (newer.line) {
      const node = look(newer.line);
      there.node.replaceWith(node);
      Object.assign(there, { line: newer.line, node });
      // A line that goes on has other buttons than before.
      if (there === newest) newest = null;
      continue;
    }
    there.node.remove();
    shown.splice(shown.indexOf(there), 1);
    // The buttons of an older reply are not shown again.
    if (there === newest) newest = shown.findLast((s) => s.line.who !== 'person') ?? null;
    $('copied').textContent = say('page-took-back', { who: nameOf(there.line) });
  }
}

function drop(mine) {
  pending.splice(pending.indexOf(mine), 1);
  return mine.node;
}

/**
 * Tells from the lines whether agents have the case: names the agent who reads the messages, and the line of the queue
 * with what can be done meanwhile; null where the bot answers.
 */
function agents() {
  const wrote = [];
  let who = null;
  for (const { line } of [...shown].reverse()) {
    if (line.who === 'person') wrote.push(line.text);
    else if (line.who === 'agent') who ??= nameOf(line);
    else {
      const leave = line.choices.find((c) => c.id === 'leave-queue');
      // The reply to leaving may come before it is known that leaving arrived.
      const isLeaving = ({ body, after, failed }) =>
        body.text === leave.title && !failed && order({ id: after }) >= order(line);
      if (leave)
        return wrote.includes(leave.title) || pending.some(isLeaving)
          ? null
          : { who: who ?? say('page-support-team'), queue: line };
      if (line.outcome || line.progress || line.controls.length > 0) break;
    }
  }
  return who === null ? null : { who, queue: null };
}

/** Finds what can be answered to a line; while agents have the case, the choices of the queue stay, folded away. */
function answersTo(line) {
  if (line.choices?.length > 0 || line.controls?.length > 0) return line;
  const { choices = [], asked = 0 } = agents()?.queue ?? {};
  return { choices: [], controls: choices.map((choice) => ({ ...choice, role: 'rare' })), asked };
}

/** Tells whether the bot answers at once: presses always, messages only where no agent reads them. */
const isAnswered = ({ body }) => body.kind !== 'said' || !agents();

/** Tells whether the newest reply only says that a picture is still being read: an answer has buttons. */
function isReading() {
  const [asked, reply] = shown.slice(-2).map((s) => s.line);
  if (agents() || reply?.who !== 'firstline' || asked.who !== 'person' || !(asked.images > 0)) return false;
  return reply.choices.length + reply.controls.length === 0;
}

let newest = null;
let waiting = 0;
let sent = 0;

/** Shows that a reply is on its way, or that none is any more. */
function expect(reply) {
  clearTimeout(waiting);
  clearTimeout(sent);
  waiting = reply && setTimeout(giveUp, PATIENCE_MS);
  const dots = [el('i'), el('i'), el('i'), ` ${say('page-looking')}`];
  if (Boolean(waiting) !== Boolean(typing.firstElementChild)) typing.replaceChildren(...(waiting ? dots : []));
  else if (!waiting) typing.textContent = '';
  paint();
}

/** Says that a message reached the agents: they answer when they can, and until then there is no more to say. */
function tellSent() {
  const to = agents();
  if (waiting || !to) return;
  clearTimeout(sent);
  sent = setTimeout(() => {
    typing.textContent = say('page-sent-to', { who: to.who });
    follow();
  }, SENT_MS);
}

/** Ends the wait for a reply, which may be lost after so long: asks once more, and lets the person go on meanwhile. */
function giveUp() {
  expect(false);
  resync();
}

/** Brings up to date what surrounds the lines. */
function paint() {
  const reply = shown.findLast((s) => s.line.who !== 'person');
  if (reply && reply !== newest) {
    $('answers')?.remove();
    reply.node.after(answers(answersTo(reply.line)));
    newest = reply;
  }
  // Choices that are folded away are no part of the reply, so they stand below all later lines.
  if ($('answers')?.querySelector('.alone:not(:empty)') && log.lastElementChild !== $('answers'))
    log.append($('answers'));
  // An agent who goes on speaking is not named again.
  for (const [i, { line, node }] of shown.entries()) {
    const before = shown[i - 1]?.line;
    node.classList.toggle('same', before?.who === 'agent' && line.name === before.name && !line.changed);
  }
  for (const button of $('answers')?.querySelectorAll('button') ?? []) button.disabled = Boolean(waiting);
  for (const p of pending) p.node?.classList.toggle('unsent', p.failed !== '');
  keep('unsent', JSON.stringify(pending.filter((p) => p.node && !p.accepted).map((p) => p.body)));
  follow();
}

// ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function send(body) {
  // An answer that never went out gives way to the one given now.
  for (const old of pending.filter((p) => p.failed && p.body.kind !== 'said')) drop(old)?.remove();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Opening the page is nothing that the person did: what it was just told stays.
  if (body.kind !== 'opened') tell('');
  following = true;
  enqueue({ id: Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(''), ...body });
}

function enqueue(body) {
  const node = body.kind === 'opened' ? null : bubble(spoken(body.text, body.images?.length));
  if (node) log.append(node);
  pending.push({ body, after: lastId(), node, accepted: 0, failed: '' });
  expect(isAnswered({ body }));
  pump();
}

let pumping = false;

/** Sends the waiting messages one after the other, so that they arrive in order. */
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

/** Delivers a message, under the same id every time: however often it arrives, it counts once. @param {Pending} mine */
async function deliver(mine) {
  let waits = 0;
  let proof = {};
  for (let attempt = 0; pending.includes(mine); attempt += 1) {
    const { status, said, afterMs } = await post('/web/messages', mine.body, proof);
    if (TOO_MUCH.includes(said.code) && !(said.puzzle && waits >= MOST_PROOFS)) {
      waits += 1;
      attempt -= 1;
      tell(`${said.cause} ${said.cure}`);
      if (said.puzzle) proof = { 'firstline-proof': String(await solve(said.puzzle)) };
      else await wait(afterMs * (1 + SPREAD * Math.random()));
      continue;
    }
    if (waits > 0) tell('');
    if (isOver(said) || isSignedOut(said, asAnother)) return wait(PATIENCE_MS);
    if (status === 202) {
      mine.accepted = performance.now();
      keep('reloaded', '');
      // The stream brings replies only; asked again, it brings the person's own line too, as it was stored.
      return mine.node ? connect(mine.after) : drop(mine);
    }
    if (status === 401 && !kept('reloaded')) {
      keep('reloaded', 'yes');
      location.reload();
      return wait(PATIENCE_MS);
    }
    if (status === 413 && mine.node) {
      drop(mine).remove();
      box.value = [mine.body.text, box.value].filter(Boolean).join('\n');
      grow();
      tell(say('page-too-long'));
      return expect(false);
    }
    if ((status > 0 && status < 500) || attempt >= RETRY_MS.length) {
      mine.failed = say('page-not-sent', {
        cause: said.cause ?? say('page-unreachable'),
        cure: said.cure ?? say('page-unreachable-cure'),
      });
      tell(mine.failed, true);
      return expect(false);
    }
    await wait(RETRY_MS[attempt]);
  }
}

function retry() {
  if (!pending.some((p) => p.failed)) return;
  for (const p of pending) p.failed = '';
  tell('');
  expect(pending.some(isAnswered));
  pump();
}

function tell(text, again = false, calm = false) {
  notice.classList.toggle('calm', calm);
  notice.firstElementChild.textContent = text;
  notice.lastElementChild.hidden = !again;
  notice.hidden = text === '';
}

// ── the stream ──────────────────────────────────────────────────────────────────────────────────────────────────────

let stream = null;
let ready = false;
let began = 0;
let late = 0;
let refused = 0;

function connect(after) {
  stream?.close();
  const mine = new EventSource(`/web/stream?after=${after}`);
  stream = mine;
  began = performance.now();
  mine.onopen = () => {
    clearTimeout(late);
    late = 0;
    refused = 0;
    $('banner').textContent = '';
  };
  mine.onerror = async () => {
    began = performance.now();
    late ||= setTimeout(() => $('banner').append(say('page-reconnecting')), 2000);
    if (mine.readyState !== EventSource.CLOSED) return;
    // The browser connects again by itself when a connection breaks, but not when it was refused.
    const { said } = await post('/web/link', {});
    if (isOver(said) || isSignedOut(said, asAnother)) return;
    refused += 1;
    await wait(Math.min(RECONNECT_MS * 2 ** (refused - 1), LONGEST_PAUSE_MS));
    if (mine === stream) resync();
  };
  mine.addEventListener('line', (event) => {
    take(JSON.parse(event.data));
    paint();
  });
  mine.addEventListener('refresh', resync);
  mine.addEventListener('ready', caughtUp);
  // Everything was deleted, by somebody else or for its age: nothing of it stays on the screen.
  mine.addEventListener('gone', () => location.reload());
}

/** Fetches the new lines, and the newest turn once more: the person's message in it may be missing. */
function resync() {
  const turn = Number.parseInt(lastId(), 10);
  connect(pending[0]?.after ?? `${Math.max(0, turn - 1)}.9999`);
}

function caughtUp() {
  const first = !ready;
  const last = shown.at(-1)?.line;
  const away = !last || Date.now() - Date.parse(last.at) > AWAY_MS;
  ready = true;
  log.ariaBusy = 'false';
  // A message accepted before this connection began was among its lines.
  for (const p of pending.filter((p) => p.accepted && p.accepted < began)) drop(p)?.remove();
  if (first && away && pending.length === 0) send({ kind: 'opened', text: '' });
  else if (pending.length === 0 && (first || last?.who !== 'person'))
    expect(last?.who === 'person' ? !agents() : isReading());
  if (last?.who === 'person' && pending.length === 0) tellSent();
  retry();
  askForLink();
}

let asking = 0;

/** Shows the ticket with its private link, as it is now, below the reply that first told of it. */
function askForLink() {
  const about = ({ line }) =>
    line.who === 'agent' || line.outcome === 'handed-over' || line.choices?.some((c) => c.id === 'leave-queue');
  const first = shown.findLast(({ line }) => line.outcome === 'handed-over') ?? shown.find(about);
  clearTimeout(asking);
  // Several lines may come at once, and the ticket is written a moment after the reply.
  if (first) asking = setTimeout(() => showLink(first.node).then(follow), LINK_MS);
}

// ── scrolling, writing, starting again ──────────────────────────────────────────────────────────────────────────────

let following = true;
let before = 0;

/** Finds where to scroll to: the end, or the beginning of the newest reply if that is longer than the window. */
function goal() {
  const reply = log.lastElementChild?.id === 'answers' ? shown.at(-1).node.offsetTop - 16 : Number.POSITIVE_INFINITY;
  return Math.min(view.scrollHeight - view.clientHeight, reply);
}

function follow() {
  const calm = !ready || matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (following) view.scrollTo({ top: goal(), behavior: calm ? 'instant' : 'smooth' });
}

view.onscroll = () => {
  if (view.scrollTop >= goal() - 40) following = pill.hidden = true;
  else if (view.scrollTop < before) following = false;
  before = view.scrollTop;
};
const sizes = new ResizeObserver(follow);
// Pictures take their room only when they have arrived.
for (const node of [view, log]) sizes.observe(node);
pill.onclick = () => {
  following = pill.hidden = true;
  follow();
  box.focus({ preventScroll: true });
};

function grow() {
  keep('draft', box.value);
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}

box.oninput = grow;
box.onkeydown = (event) => {
  // While an input method composes, Enter takes its word; 229 is how Safari says so.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  $('composer').requestSubmit();
};
$('composer').onsubmit = (event) => {
  event.preventDefault();
  const text = box.value.trim();
  box.focus();
  if (uploading()) return sendWhenThere();
  const images = takePictures();
  box.value = '';
  grow();
  if (text || images.length > 0) send({ kind: 'said', text, ...(images.length > 0 && { images }) });
};
listenForPictures(tell);
notice.lastElementChild.onclick = retry;

const tabs = new BroadcastChannel('firstline');
tabs.onmessage = ({ data }) => {
  if (data === 'signed-in') asAnother();
  else if (!heardEnd(data, tell)) location.reload();
};
$('fresh').onclick = () => $('ask').showModal();
$('ask').onclose = async () => {
  if ($('ask').returnValue !== 'fresh') return;
  const { status } = await post('/web/conversation', {});
  if (status !== 201) return tell(say('page-fresh-failed'));
  for (const key of ['draft', 'unsent']) keep(key, '');
  tabs.postMessage('fresh');
  location.reload();
};

$('forget').onclick = () => $('sure').showModal();
$('sure').onclose = () => {
  if ($('sure').returnValue !== 'forget') return;
  forgetting = true;
  send({ kind: 'pressed', text: $('forget').textContent, choice: 'forget-me', asked: null });
};

/**
 * Loads the page anew as somebody else's: who signed in, or a guest again. Words that were not sent go back into the box,
 * because they were meant for another conversation.
 */
function asAnother() {
  const unsaid = pending.filter((p) => p.node && !p.accepted).map((p) => p.body.text);
  keep('draft', [...unsaid, box.value].filter(Boolean).join('\n'));
  keep('unsent', '');
  location.reload();
}

// A tab stop, so that the keyboard can scroll it in every browser.
view.tabIndex = 0;
box.value = kept('draft');
grow();
enter(() => keep('unsent', '')).then((isIn) => {
  if (!isIn) return;
  showAccount(tell, () => {
    asAnother();
    tabs.postMessage('fresh');
  });
  for (const body of JSON.parse(kept('unsent') || '[]')) enqueue(body);
  connect(lastId());
});
