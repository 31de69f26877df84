/**
 * Agents' lines: always with the agent's name, always plain text, and with the pictures and files they sent. A tab in
 * the background counts in its title how many lines came in.
 *
 * @typedef {import('../transcript.ts').AgentLine} AgentLine
 * @typedef {import('../transcript.ts').PagePicture} PagePicture
 */
import { el } from './elements.js';
import { say } from './words.js';

const SHOWN = /^image\/(png|jpeg|webp)$/;
const TITLE = document.title;

let unseen = 0;

/** Counts a line that came in, in the title of a tab in the background. */
export function countUnseen() {
  if (!document.hidden) return;
  unseen += 1;
  document.title = `(${unseen}) ${TITLE}`;
}
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = TITLE;
});

/** Names an agent. @param {{ name: string }} line */
export const nameOf = ({ name }) => name.trim() || say('page-your-support-team');

/** Draws an agent's line. @param {AgentLine} line */
export function agentCard(line) {
  const { body, pictures, changed } = line;
  const name = nameOf(line);
  const who = el('bdi', { className: 'name' }, name);
  const role = el('span', { className: 'role' }, say('page-support'));
  const head = [el('span', { className: 'initials', ariaHidden: 'true' }, initials(name)), who, role];
  if (changed) head.push(el('span', { className: 'role' }, say('page-changed')));
  const node = el('article', { className: 'agent' }, el('p', { className: 'speaker' }, ...head, hidden(': ')));
  const words = body.map(({ spans }) => el('p', { dir: 'auto' }, spans.map(({ text }) => text).join('')));
  // Where the file itself is shown, the sentence about it is for people who can't see it.
  const said = el('div', { className: pictures.length > 0 ? 'visually-hidden' : 'words' }, ...words);
  node.append(said, ...pictures.map(figure));
  return node;
}

const hidden = (text) => el('span', { className: 'visually-hidden' }, text);

/** Makes the initials of a name: AN for Ana Novak. */
function initials(name) {
  const words = name.split(/[\s.\-_]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/**
 * Draws a picture as a picture, any other file as one to save, and a file that is no longer kept as its name. @param
 * {PagePicture} picture
 */
function figure({ ref, name }) {
  const node = el('figure', {});
  const file = { url: `/web/images/${ref}`, name: name || say('page-file') };
  node.append(chip(file, ''));
  look(file).then(({ status, type, size }) => {
    if (status === 404) node.replaceChildren(chip({ ...file, url: '' }, say('page-not-kept')));
    else if (!SHOWN.test(type)) node.replaceChildren(chip(file, size));
    else {
      const image = el('img', { src: file.url, alt: file.name });
      image.onerror = () => node.replaceChildren(chip(file, size));
      const link = el('a', { href: file.url, target: '_blank', rel: 'noopener', title: say('page-open-large') }, image);
      node.replaceChildren(link, el('figcaption', {}, el('bdi', {}, file.name)));
    }
  });
  return node;
}

/** Looks at the file at an address, before anything of it is shown. Never rejects: status 0 stands for no answer. */
async function look({ url }) {
  try {
    const { status, headers } = await fetch(url, { method: 'HEAD' });
    return { status, type: headers.get('content-type') ?? '', size: inWords(Number(headers.get('content-length'))) };
  } catch {
    return { status: 0, type: '', size: '' };
  }
}

function chip({ url, name }, note) {
  const words = [el('bdi', {}, name), ...(note ? [el('span', {}, note)] : [])];
  return url
    ? el('a', { className: 'file', href: url, download: name, title: say('page-save') }, ...words)
    : el('span', { className: 'file' }, ...words);
}

function inWords(bytes) {
  if (!(bytes > 0)) return '';
  if (bytes < 1024) return say('page-bytes', { count: bytes });
  if (bytes < 1024 * 1024) return say('page-kilobytes', { count: Math.round(bytes / 1024) });
  return say('page-megabytes', { count: (bytes / 1024 / 1024).toFixed(1) });
}
