/** Texts that are copied whole: codes, and the private link. */
import { $, el, wait } from './elements.js';
import { say } from './words.js';

/** Draws a text as it is to be typed, with a button that copies it where it is long. */
export function copyable(text, label = say('page-copy-code', { code: text })) {
  const node = el('code', { dir: 'ltr', translate: false }, text);
  if (text.length <= 8) return node;
  const button = el('button', {
    type: 'button',
    className: 'copy',
    title: say('page-copy'),
    ariaLabel: label,
  });
  button.onclick = async () => {
    // Browsers have the clipboard only on https and on this machine; elsewhere the old way works.
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else {
      getSelection().selectAllChildren(node);
      document.execCommand('copy');
    }
    button.classList.add('done');
    $('copied').textContent = say('page-copied');
    await wait(1600);
    button.classList.remove('done');
    $('copied').textContent = '';
  };
  return el('span', { className: 'copyable' }, node, button);
}
