/** Small helpers for making and finding elements of the page. */

/** Finds the element of an id. */
export const $ = (id) => document.getElementById(id);

/** Makes an element with properties and children; strings become text, never markup. */
export function el(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/** Resolves after a number of milliseconds. */
export const wait = (ms) => new Promise((resume) => setTimeout(resume, ms));
