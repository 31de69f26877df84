/** Guesses the word that an author meant: the known one closest to a wrong one. */
import { closest, distance } from 'fastest-levenshtein';

/** The known word that a wrong one was probably meant to be; undefined if none is near. */
export function nearest(wrong: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  if (all.length === 0) return undefined;
  const simple = wrong.toLowerCase();
  // Two letters in the wrong order: "tyr".
  const swapped = all.find((word) => word.length > 2 && sorted(word) === sorted(simple));
  if (swapped !== undefined) return swapped;
  const best = closest(simple, all);
  // A short word with two letters changed is another word.
  return distance(simple, best) <= Math.max(1, Math.min(3, Math.ceil(wrong.length / 4))) ? best : undefined;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

/** The nearest known word as a sentence; undefined if none is near. */
export function meant(wrong: string, known: Iterable<string>): string | undefined {
  const best = nearest(wrong, known);
  return best === undefined ? undefined : `"${best}" was probably meant`;
}

/** The nearest known word as a sentence; if none is near, the whole list of at most `most` known words. */
export function meantOf(wrong: string, known: Iterable<string>, most = 12): string | undefined {
  const all = [...known];
  if (all.length === 0 || all.length > most) return meant(wrong, all);
  return meant(wrong, all) ?? `there ${all.length === 1 ? 'is only' : 'are'} ${list(all)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[], and = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
}
