/** The sentences of the page: content, which the server puts into the page when it is opened. */
import { $ } from './elements.js';

const words = JSON.parse($('words').textContent);

/** Says a sentence of the content, with its {placeholders} filled in. It is text, never markup. */
export const say = (key, values = {}) =>
  words[key].replace(/\{([a-z]+(?:-[a-z]+)*)\}/g, (whole, name) => values[name] ?? whole);
