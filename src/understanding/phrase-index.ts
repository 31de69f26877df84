/** Finds phrases of the content in the words of a text. */
import { simplify } from './simplify.ts';

const WORD = /[\p{L}\p{N}]+(?:['.][\p{L}\p{N}]+)*/gu;
/** Scripts without spaces between words: each character counts as a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** The words of a text, in lower case; "what's" is one word. */
export function wordsOf(text: string): string[] {
  return simplify(text).replace(UNSPACED, ' $& ').match(WORD) ?? [];
}

/** Phrases, each with the values it stands for. */
export class PhraseIndex<T> {
  readonly #values = new Map<string, T[]>();
  /** The number of words of the longest phrase, by the first word of phrases: most words of a text begin none. */
  readonly #longest = new Map<string, number>();

  add(phrase: string, value: T): void {
    const words = wordsOf(phrase);
    if (words.length === 0) return;
    const key = words.join(' ');
    this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
    this.#longest.set(words[0]!, Math.max(this.#longest.get(words[0]!) ?? 0, words.length));
  }

  /** The longest phrase that begins at a word: its values and its number of words; null where none begins. */
  at(words: readonly string[], from: number): { readonly values: readonly T[]; readonly length: number } | null {
    for (let n = Math.min(this.#longest.get(words[from] ?? '') ?? 0, words.length - from); n > 0; n--) {
      const values = this.#values.get(words.slice(from, from + n).join(' '));
      if (values) return { values, length: n };
    }
    return null;
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
