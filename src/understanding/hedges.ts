/** Longer texts tell enough beside such a word. */
const SHORT = 12;
const OR = new Set(['or', 'oder', 'ou', 'o', 'oppure', 'lub', 'или', '或']);
const VAGUE = new Set(
  `thing things thingy something some somehow somewhere somewhat maybe perhaps possibly probably kind sort about stuff whatever
  irgendwas irgendetwas etwas algo alguma quelque qualcosa`
    .trim()
    .split(/\s+/),
);

/** "The address or the certificate": who says so doesn't know which, and each may be what it is. */
export function alternativesIn(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.findIndex((word) => OR.has(word));
  if (at <= 0 || words.length > SHORT || at === words.length - 1) return [];
  return [words.slice(0, at), words.slice(at + 1)];
}

/** "Some certificate thing": few words, and not the ones that were read. */
export function isVague(words: readonly string[]): boolean {
  return words.length <= SHORT && words.some((word) => VAGUE.has(word));
}
