export const $ = (id) => document.getElementById(id);

/** An element with properties and children; strings become text, never markup. */
export function el(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

export const wait = (ms) => new Promise((resume) => setTimeout(resume, ms));
