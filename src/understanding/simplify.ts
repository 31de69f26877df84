/** The spelling that everything in this folder compares texts in. */

/** Lower case, one kind of quote, no accents on the way in that mean nothing here. */
export function simplify(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/[\u201c\u201d]/g, '"');
}
