/**
 * Pictures for the next message: pasted, dropped or chosen, shown small, and sent to the server at once, which keeps
 * them until they are read. The message names them.
 *
 * @typedef {{ node: Element, ref: string, request: XMLHttpRequest | null }} Picture
 */
import { $, el, wait } from './elements.js';
import { say } from './words.js';

const READABLE = ['image/png', 'image/jpeg', 'image/webp'];
/** The kinds of files that can't be read, which the server puts into the page: by endings, and by types. */
const KINDS = JSON.parse($('kinds').textContent);
const LARGEST = 10 * 1024 * 1024;
const MOST = 4;
const RETRY_MS = [1000, 3000];
/** The height of a preview in pixels: twice what is shown, for screens of high resolution. */
const THUMB = 112;

/** @type {Picture[]} */
let pictures = [];
let sending = false;

/** Tells whether some pictures are still on their way to the server. */
export const uploading = () => pictures.some((p) => p.ref === '');

/** Takes the pictures along for a message, which names them by their refs. */
export function takePictures() {
  const refs = pictures.map(({ ref }) => ({ ref }));
  for (const picture of [...pictures]) remove(picture);
  return refs;
}

/** Sends the message as soon as its pictures are there. */
export function sendWhenThere() {
  sending = true;
  announce(say('page-picture-awaited'));
}

/**
 * Listens for pictures that are pasted, dropped or chosen. @param {(text: string) => void} tell shows the person a
 * sentence
 */
export function listenForPictures(tell) {
  const file = $('file');
  $('attach').onclick = () => file.click();
  file.onchange = () => {
    add([...file.files], tell);
    file.value = '';
    $('box').focus();
  };
  document.addEventListener('paste', (event) => {
    const files = picturesOf(event.clipboardData);
    // Word and Excel copy a picture of the text besides the text.
    if (files.length === 0 || event.clipboardData.getData('text/plain').trim() || $('ask').open) return;
    event.preventDefault();
    add(files, tell);
    $('box').focus();
  });
  let inside = 0;
  const over = (by) => {
    inside = by === 0 ? 0 : Math.max(0, inside + by);
    document.body.classList.toggle('dropping', inside > 0);
  };
  const dragged = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragenter', (event) => dragged(event) && over(1));
  document.addEventListener('dragleave', (event) => dragged(event) && over(-1));
  document.addEventListener('dragover', (event) => dragged(event) && event.preventDefault());
  document.addEventListener('drop', (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    over(0);
    add([...event.dataTransfer.files], tell);
    $('box').focus();
  });
}

function picturesOf(data) {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}

function add(files, tell) {
  tell('');
  for (const file of files) {
    if (!READABLE.includes(file.type))
      tell(say('page-picture-unreadable', { name: file.name, why: say(`file-${kindOf(file)}`) }));
    else if (file.size > LARGEST) tell(say('page-picture-large', { name: file.name }));
    else if (pictures.length >= MOST) tell(say('page-pictures-many', { count: MOST }));
    else begin(file, tell);
  }
}

/** Names the kind of a file that can't be read: each has a sentence with what would help. */
function kindOf({ name, type }) {
  const ending = /\.(\w{1,10})$/.exec(name)?.[1].toLowerCase();
  return KINDS.endings[ending] ?? KINDS.families[type.split('/')[0]] ?? 'other';
}

function begin(file, tell) {
  const name = file.name || say('page-picture-unnamed');
  const bar = el('progress', { max: 1, value: 0, ariaLabel: say('page-picture-sending', { name }) });
  const button = el(
    'button',
    { type: 'button', ariaLabel: say('page-picture-remove-this', { name }), title: say('page-picture-remove') },
    '✕',
  );
  const node = el('li', {}, el('span', { className: 'thumb' }), bar, button);
  const picture = { node, ref: '', request: null };
  button.onclick = () => {
    remove(picture);
    $('box').focus();
  };
  pictures.push(picture);
  $('pictures').append(node);
  announce(say('page-picture-attached', { name }));
  preview(file, name, node.firstChild);
  upload(picture, file, bar, tell);
}

/** Draws a preview on a canvas, so that the page needs to allow no address of a picture. */
async function preview(file, name, place) {
  try {
    const image = await createImageBitmap(file, { resizeHeight: THUMB, resizeQuality: 'medium' });
    const width = Math.min(image.width, 2 * THUMB);
    const canvas = el('canvas', {
      width,
      height: THUMB,
      role: 'img',
      ariaLabel: say('page-picture-preview', { name }),
    });
    canvas.getContext('2d').drawImage(image, 0, 0);
    place.append(canvas);
  } catch {
    place.append('📷');
  }
}

async function upload(picture, file, bar, tell) {
  for (let attempt = 0; pictures.includes(picture); attempt += 1) {
    const { status, said } = await post(picture, file, bar);
    if (status === 201) {
      picture.ref = said.ref;
      bar.remove();
      break;
    }
    if (!pictures.includes(picture)) break;
    if ((status > 0 && status < 500) || attempt >= RETRY_MS.length) {
      remove(picture);
      sending = false;
      tell(
        say('page-picture-not-sent', {
          cause: said.cause ?? say('page-unreachable'),
          cure: said.cure ?? say('page-unreachable-cure'),
        }),
      );
      break;
    }
    await wait(RETRY_MS[attempt]);
  }
  if (!sending || uploading()) return;
  sending = false;
  if (pictures.length > 0) $('composer').requestSubmit();
}

/** Posts a picture. XMLHttpRequest, because only it tells how far an upload is. */
function post(picture, file, bar) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    picture.request = request;
    request.upload.onprogress = (event) => {
      bar.value = event.loaded / Math.max(1, event.total);
    };
    request.onloadend = () => resolve({ status: request.status, said: request.response ?? {} });
    request.open('POST', '/web/images');
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

function remove(picture) {
  pictures = pictures.filter((p) => p !== picture);
  picture.request?.abort();
  picture.node.remove();
}

function announce(text) {
  $('copied').textContent = text;
}
