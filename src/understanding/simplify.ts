/** Simplifies the spelling of texts, so that everything in this folder compares like with like. */

/** The text in lower case, with one kind of quotes and one form of each character. */
export function simplify(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/[\u201c\u201d]/g, '"');
}
