/** Puts the work order of a ticket together: what this case needs first, then what its problem needs in general. */

/** The share of a general line's words, 0 to 1, from which on the case's own lines say it already. */
const SAID_ALREADY = 0.75;

/** Words that tell lines apart: three characters or more, with the signs that stand inside of names and codes. */
const A_WORD = /[\p{L}\p{N}][\p{L}\p{N}._-]+[\p{L}\p{N}]/gu;

/**
 * The lines of a work order. `own` are those that the walkthrough noted on its way, in its order: an identity check stands
 * first there. `general` are those of the problem: one that the own lines say already is left out, so that nobody reads
 * the same work twice.
 */
export function workOrderOf(own: readonly string[], general: readonly string[]): string[] {
  const said = new Set(own.flatMap(wordsOf));
  const rest = general.filter((line) => {
    const words = wordsOf(line);
    const again = words.filter((word) => said.has(word)).length;
    return words.length === 0 || again / words.length < SAID_ALREADY;
  });
  return [...new Set([...own, ...rest])];
}

function wordsOf(line: string): string[] {
  return [...new Set(line.toLowerCase().match(A_WORD) ?? [])];
}
