/** Finds phrases of the content in the words of a text. */
import { simplify } from './simplify.ts';

/** A word of a text: "what's" and "3.5" are one. */
export const WORD = /[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)*/gu;
/** Scripts without spaces between words: each character counts as a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** A text without such a script. */
const IS_SPACED = /^[\t-\u0dff]*$/;

/** The words of a text, in lower case; "what's" is one word. */
export function wordsOf(text: string): string[] {
  const simple = simplify(text);
  return (IS_SPACED.test(simple) ? simple : simple.replace(UNSPACED, ' $& ')).match(WORD) ?? [];
}

/** Phrases, each with the values it stands for. */
export class PhraseIndex<T> {
  readonly #values = new Map<string, T[]>();
  /** The number of words of the longest phrase, by the first two words of phrases: most words of a text begin none. */
  readonly #longest = new Map<string, number>();
  /** The first words of phrases. */
  readonly #first = new Set<string>();

  add(phrase: string, value: T): void {
    const words = wordsOf(phrase);
    if (words.length === 0) return;
    const key = words.join(' ');
    const before = this.#values.get(key);
    // A list of one is as small as it can be; one that grows has room for a dozen more.
    this.#values.set(key, before ? [...before, value] : [value]);
    this.#first.add(words[0]!);
    const start = startOf(words, 0);
    this.#longest.set(start, Math.max(this.#longest.get(start) ?? 0, words.length));
  }

  /** The longest phrase that begins at a word: its values and its number of words; null where none begins. */
  at(words: readonly string[], from: number): { readonly values: readonly T[]; readonly length: number } | null {
    const first = words[from];
    if (first === undefined || !this.#first.has(first)) return null;
    for (let n = Math.min(this.#longest.get(startOf(words, from)) ?? 1, words.length - from); n > 1; n--) {
      const values = this.#values.get(words.slice(from, from + n).join(' '));
      if (values) return { values, length: n };
    }
    const values = this.#values.get(first);
    return values ? { values, length: 1 } : null;
  }

  /** All phrases in a text, in its order; the words of one are not used for another. */
  find(words: readonly string[]): { readonly values: readonly T[]; readonly from: number; readonly length: number }[] {
    const found = [];
    for (let from = 0; from < words.length; from++) {
      const hit = this.at(words, from);
      if (!hit) continue;
      found.push({ ...hit, from });
      from += hit.length - 1;
    }
    return found;
  }
}

/** The first two words of a phrase as a key; the word alone at the end of a text. */
function startOf(words: readonly string[], from: number): string {
  const second = words[from + 1];
  return second === undefined ? words[from]! : `${words[from]} ${second}`;
}
