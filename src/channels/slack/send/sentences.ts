/** Cuts texts where a reader would. */

/** Cuts a text into pieces of at most `most` characters, after a sentence where there is one, else after a word. */
export function pieces(text: string, most: number): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const at = cutAt(rest, most);
    found.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return rest === '' ? found : [...found, rest];
}

/** Shortens a text to `most` characters, with a sign that there was more. */
export function beginning(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, cutAt(text, most - 1)).trimEnd()}…`;
}

function cutAt(text: string, most: number): number {
  const window = text.slice(0, most);
  for (const end of [/[.!?…]["”’)]?\s/g, /\n/g, /\s/g]) {
    const last = [...window.matchAll(end)].at(-1);
    // A cut near the beginning would leave a crumb.
    if (last && last.index + last[0].length > most / 3) return last.index + last[0].length;
  }
  // Never between the two halves of a surrogate pair.
  return /[\ud800-\udbff]$/.test(window) ? most - 1 : most;
}
