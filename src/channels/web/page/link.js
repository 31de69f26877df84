/**
 * The private link: the card with the ticket's number and its link, as text and as a QR code; coming in with a link; and the
 * page that is left when a link opens nothing any more.
 *
 * @typedef {import('../link-routes.ts').ShownLink} ShownLink
 */
import { copyable } from './copyable.js';
import { $, el } from './elements.js';
import { post } from './post.js';
import { say } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const TOKEN = /^#([\w-]{22})$/;

/**
 * Comes in with the link in the address, if there is one; false where it opens nothing. @param {() => void} forget lets go
 * of what the tab kept for the conversation it was in
 */
export async function enter(forget) {
  const token = TOKEN.exec(location.hash)?.[1];
  if (!token) return true;
  // It stands in the address no longer than needed: not in the history, and not where people look over a shoulder.
  history.replaceState(null, '', location.pathname);
  const { status, said } = await post('/web/link/open', { token });
  // Messages that this tab had not sent yet were for another conversation.
  if (status === 204) forget();
  return !isOver(said);
}

/** Shows the page without a conversation, if that is what the server said. */
export function isOver(said) {
  if (said.code !== 'LINK_OVER') return false;
  $('over').lastElementChild.onclick = leave;
  document.body.classList.add('over');
  $('over').hidden = false;
  return true;
}

async function leave() {
  await post('/web/link/leave', {});
  location.reload();
}

/** Shows the card after a line, as the link is now, or takes it away. */
export async function showLink(line) {
  const { status, said } = await post('/web/link', {});
  if (isOver(said)) return;
  // Without an answer nothing is known of it, and nothing changes.
  if (status !== 200 && status !== 204) return;
  const old = $('ticket');
  if (status === 204) old?.remove();
  else if (old?.dataset.address !== said.address || old?.dataset.ticket !== said.ticket) {
    old?.remove();
    line.after(card(said));
  }
}

/** Draws the card. @param {ShownLink} link */
function card({ ticket, address, qr, isVisiting }) {
  const head = el('h2', {}, say('page-link-title', { ticket }));
  const about = el('p', {}, say('page-link-about'));
  const node = el('section', { id: 'ticket' }, head);
  Object.assign(node.dataset, { address, ticket });
  if (isVisiting) {
    const button = el('button', { type: 'button', onclick: leave }, say('page-link-leave'));
    node.append(el('p', { className: 'visiting' }, say('page-link-visiting'), button));
  }
  node.append(about, el('p', { className: 'link' }, copyable(address, say('page-link-copy'))), drawn(qr));
  return node;
}

/** Draws a QR code: dark on light in every theme, because readers know no other. @param {ShownLink['qr']} qr */
function drawn({ size, path }) {
  const svg = document.createElementNS(SVG, 'svg');
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', path);
  svg.append(dark);
  const attributes = {
    viewBox: `0 0 ${size} ${size}`,
    role: 'img',
    'aria-label': say('page-link-picture'),
    class: 'qr',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  return svg;
}
