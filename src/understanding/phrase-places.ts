/** Finds the places of phrases in a text as it is written, whatever stands between their words. */

const WORD = /[\p{L}\p{N}]+/gu;
/** The same but for rare signs: told by ranges alone, it is found many times faster. */
const A_WORD = /[^\t-/:-@[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u3000-\u303f]+/g;
/** The characters that may stand between two words of a phrase. */
const BETWEEN = String.raw`[^\p{L}\p{N}]{1,3}`;
/** The number of characters by which a word that may go on is looked up. */
const START = 3;

/**
 * Phrases to be found in texts, in any case. The last word of a phrase may go on: "deliver" stands in "delivery", too.
 * One pattern for all of them would be tried at every character; here the words of a text say which could begin.
 */
export class PhrasePlaces {
  /** The phrases of several words by their first one. */
  readonly #byWord = new Map<string, RegExp[]>();
  /** The phrases of one word by its start. */
  readonly #byStart = new Map<string, string[]>();

  constructor(phrases: readonly string[]) {
    for (const phrase of phrases) {
      const words = phrase.toLowerCase().match(WORD) ?? [];
      const [first, ...more] = words;
      if (first === undefined) continue;
      if (more.length > 0) add(this.#byWord, first, new RegExp(words.join(BETWEEN), 'iuy'));
      else add(this.#byStart, first.slice(0, START), first);
    }
  }

  /** The place of the first phrase in a text; null where there is none. */
  first(text: string): number | null {
    A_WORD.lastIndex = 0;
    for (let found = A_WORD.exec(text); found; found = A_WORD.exec(text)) {
      const { index } = found;
      const word = found[0].toLowerCase();
      for (let length = 1; length <= START; length++)
        if (this.#byStart.get(word.slice(0, length))?.some((phrase) => word.startsWith(phrase))) return index;
      for (const pattern of this.#byWord.get(word) ?? []) {
        pattern.lastIndex = index;
        if (pattern.test(text)) return index;
      }
    }
    return null;
  }

  /** Whether any of the phrases stands in a text. */
  standIn(text: string): boolean {
    return this.first(text) !== null;
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
