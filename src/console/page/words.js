/** The words of the console, which are content: `dialogs/common/console.yaml`. They are always put into a page as text. */

const { words } = JSON.parse(document.getElementById('console').textContent);
const PLACEHOLDER = /\{([a-z]+(?:-[a-z]+)*)\}/g;

/** A sentence by its key, with its placeholders filled in. */
export function say(key, values = {}) {
  return (words[key] ?? key).replace(PLACEHOLDER, (whole, name) => values[name] ?? whole);
}

/** A sentence whose placeholders are elements: a list of texts and elements, to be put into a template. */
export function sayParts(key, values) {
  // The odd ones are the names between the texts.
  return (words[key] ?? key).split(PLACEHOLDER).map((part, i) => (i % 2 === 1 ? (values[part] ?? `{${part}}`) : part));
}
