/** Shorter words are too easily another word. */
const SHORTEST = 5;
/** A word seen in so few texts is no model for others. */
const WELL_KNOWN = 5;
/** What the tokens call by another name, as people mistype it. */
const OTHER_NAMES: Readonly<Record<string, string>> = { login: 'signin', logon: 'signin', skype: 'skype' };

/**
 * Puts a mistyped word right, if it is one letter away from one that is well known: left out, put in, another, or two
 * exchanged. Words are found by what is left of them without one letter, so a look costs as many steps as a word has letters.
 */
export class Spelling {
  readonly #known: ReadonlySet<string>;
  /** What is left of a word without one of its letters, and the word. */
  readonly #without = new Map<string, string>();

  /** `words` with the number of texts each was seen in. */
  constructor(words: ReadonlyMap<string, number>) {
    this.#known = new Set([...words.keys(), ...Object.keys(OTHER_NAMES)]);
    const models = [...words]
      .filter(([word, texts]) => texts >= WELL_KNOWN && isWord(word))
      .sort((a, b) => b[1] - a[1]);
    // The best known of several stays.
    for (const word of [...Object.keys(OTHER_NAMES), ...models.map(([w]) => w)])
      for (const rest of [word, ...shortened(word)]) if (!this.#without.has(rest)) this.#without.set(rest, word);
  }

  right(word: string): string {
    if (this.#known.has(word) || !isWord(word)) return word;
    let found = this.#without.get(word);
    if (found === undefined)
      for (const rest of shortened(word)) {
        const other = this.#without.get(rest);
        if (other !== undefined && other[0] === word[0]) {
          found = other;
          break;
        }
      }
    return found === undefined ? word : (OTHER_NAMES[found] ?? found);
  }
}

function isWord(word: string): boolean {
  return word.length >= SHORTEST && /^\p{L}+$/u.test(word);
}

function shortened(word: string): string[] {
  return Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1));
}
