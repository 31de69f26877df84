/** Tells how the programs' own words stand in a text: alone, among others, or where another problem has the same. */
import type { BareNumbers } from '../core/bare-number.ts';
import type { Span } from '../core/reading.ts';
import type { Found } from './signatures.ts';

/** A code as the tokens have it: however short, it tells as much as a sentence. */
export const A_CODE = /^(?:code[\da-f]{8}|aadsts\d{5,7})$/;
/** The smallest share of a signature that counts as an error of its own among others. */
export const SURELY_THERE = 0.85;

/** The share of a signature of many words from which on a text is that signature, and not one like it. */
export const EXACTLY = 0.99;

/** Whether a signature was found whole, and is all that a text of so many words says. */
export function isAll({ share, from, to }: Found, words: number): boolean {
  return share >= SURELY_THERE && to - from === words;
}

/** Whether a signature was found whole and in each of its words, and is all that a text of so many words says. */
export function isExactly(f: Found, words: number): boolean {
  return isAll(f, words) && f.share >= EXACTLY;
}

/** The problems of the finds that span most words, or of all finds. */
export function widestOf(found: readonly Found[], isAny: boolean): ReadonlySet<string> {
  const widest = Math.max(...found.map(({ from, to }) => to - from));
  return new Set(found.filter(({ from, to }) => isAny || to - from === widest).map((f) => f.intent));
}

/** Whether two problems show the same words. */
export function isSameAs(f: Found, other: Found): boolean {
  return f.from === other.from && f.to === other.to && Math.min(f.share, other.share) >= EXACTLY;
}

/** Whether a signature stands within a longer one that is there word for word: what the longer one says is meant. */
export function isWithin(f: Found, found: readonly Found[]): boolean {
  const length = f.to - f.from;
  return found.some((g) => g.share >= EXACTLY && g.from <= f.from && g.to >= f.to && g.to - g.from > length);
}

/** The words beside a signature that could tell something. */
export function besideOf({ from, to }: Span, words: readonly string[], numbers: BareNumbers): readonly string[] {
  return [...words.slice(0, from), ...words.slice(to)].filter((word) => !numbers.isEmpty(word));
}

/**
 * The signatures that stand apart, in the order of the text: of several in one place only the best, because they say
 * the same.
 */
export function apart(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const f of found) if (kept.every((k) => f.to <= k.from || f.from >= k.to)) kept.push(f);
  return kept.sort((a, b) => a.from - b.from);
}
