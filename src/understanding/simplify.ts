/** Simplifies the spelling of texts, so that everything in this folder compares like with like. */

const IS_ASCII = /^[\t-\x7f]*$/;

/** The text in lower case, with one kind of quotes and one form of each character. */
export function simplify(text: string): string {
  if (IS_ASCII.test(text)) return text.toLowerCase().replaceAll('`', "'");
  return (
    text
      .normalize('NFKC')
      // The Turkish capital would leave its dot behind, as a letter of its own.
      .replaceAll('İ', 'i')
      .toLowerCase()
      .replace(/[\u2018\u2019\u02bc`´]/g, "'")
      .replace(/[\u201c\u201d]/g, '"')
  );
}
