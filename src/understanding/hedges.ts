/** Finds words that show that the person is not sure what was said: alternatives, and vague words. */

/** The longest text, in words, that such a word can make doubtful: longer texts tell enough beside it. */
const SHORT = 12;
const OR = new Set(['or', 'oder', 'ou', 'o', 'oppure', 'lub', 'или', '或']);
const VAGUE = new Set(
  `thing things thingy something some somehow somewhere somewhat maybe perhaps possibly probably kind sort stuff whatever
  irgendwas irgendetwas etwas algo alguma quelque qualcosa`
    .trim()
    .split(/\s+/),
);

/**
 * The two sides of "the address or the certificate"; none in a long text. A person who says so doesn't know which, and
 * each may be it.
 */
export function alternativesIn(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.findIndex((word) => OR.has(word));
  if (at <= 0 || words.length > SHORT || at === words.length - 1) return [];
  return [words.slice(0, at), words.slice(at + 1)];
}

/** Whether a text shows that its person is not sure. */
export function isUnsure(words: readonly string[]): boolean {
  return isVague(words) || alternativesIn(words).length > 0;
}

/**
 * Whether a short text is vague, as in "some certificate thing": those are few words, and not the ones that were read.
 */
export function isVague(words: readonly string[]): boolean {
  return words.length <= SHORT && words.some((word) => VAGUE.has(word));
}
