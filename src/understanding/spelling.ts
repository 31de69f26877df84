/** Corrects mistyped words. */

/** The length of the shortest word that is corrected, in letters: shorter ones are too easily another word. */
const SHORTEST = 5;
/** The number of texts that make a word well known: rarer words are no model for others. */
const WELL_KNOWN = 5;
/** Words that people mistype and that the tokens call by another name. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['login', 'signin'],
  ['logon', 'signin'],
]);

/**
 * Corrects a word that is one letter away from a well-known one: left out, put in, replaced, or two exchanged. Words
 * are found by what is left of them without one letter, so a look-up costs as many steps as the word has letters.
 */
export class Spelling {
  readonly #known: ReadonlySet<string>;
  /** The well-known word, by what is left of it without one of its letters. */
  readonly #without = new Map<string, string>();
  readonly #otherNames: ReadonlyMap<string, string>;

  /**
   * `words` with the number of texts each was seen in; `names` are the packs' own words, which are always well known.
   */
  constructor(words: ReadonlyMap<string, number>, names: readonly string[] = []) {
    this.#otherNames = new Map([...OTHER_NAMES, ...names.filter(isWord).map((name) => [name, name] as const)]);
    const always = [...this.#otherNames.keys()];
    this.#known = new Set([...words.keys(), ...always]);
    const models = [...words]
      .filter(([word, texts]) => texts >= WELL_KNOWN && isWord(word))
      .sort((a, b) => b[1] - a[1]);
    // If several words leave the same, the best known one stays.
    for (const word of [...always, ...models.map(([w]) => w)])
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
    return found === undefined ? word : (this.#otherNames.get(found) ?? found);
  }
}

function isWord(word: string): boolean {
  return word.length >= SHORTEST && /^\p{L}+$/u.test(word);
}

function shortened(word: string): string[] {
  return Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1));
}
