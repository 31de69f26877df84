/** Corrects mistyped words. */

/** The length of the shortest word that is corrected, in letters: shorter ones are too easily another word. */
const SHORTEST = 4;
/** The length up to which a word is corrected only where two neighbours changed places: "sgin". */
const SHORT = 4;
/** The number of texts that make a word well known: rarer words are no model for others. */
const WELL_KNOWN = 5;
/** The number of texts from which on a rare word is surely meant: the same slip hardly stands in so many. */
const SURELY_MEANT = 3;
/**
 * The number of times that a word must be the more frequent one, for the other to be a slip of the fingers: examples have
 * slips too.
 */
const A_SLIP = 40;
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
  /** The words that are known, with the number of texts each was seen in. */
  readonly #known: ReadonlyMap<string, number>;
  /** The well-known word, by what is left of it without one of its letters. */
  readonly #without = new Map<string, string>();
  readonly #otherNames: ReadonlyMap<string, string>;

  /**
   * `words` with the number of texts each was seen in; `names` are the packs' own words, which are always well known.
   */
  constructor(words: ReadonlyMap<string, number>, names: readonly string[] = []) {
    this.#otherNames = new Map([...OTHER_NAMES, ...names.filter(isWord).map((name) => [name, name] as const)]);
    const always = [...this.#otherNames.keys()];
    this.#known = new Map([...words, ...always.map((word) => [word, Number.POSITIVE_INFINITY] as const)]);
    const models = [...words]
      .filter(([word, texts]) => texts >= WELL_KNOWN && isWord(word))
      .sort((a, b) => b[1] - a[1]);
    // If several words leave the same, the best known one stays.
    for (const word of [...always, ...models.map(([w]) => w)])
      for (const rest of [word, ...shortened(word)]) if (!this.#without.has(rest)) this.#without.set(rest, word);
  }

  right(word: string): string {
    if (!isWord(word)) return word;
    const seen = this.#known.get(word) ?? 0;
    if (seen >= SURELY_MEANT) return word;
    const found = this.#near(word);
    if (found === undefined) return word;
    // "Browse" is no slip of "browser": where one begins the other, both are words.
    const isWordToo = seen > 0 && (found.startsWith(word) || word.startsWith(found));
    if (isWordToo || (this.#known.get(found) ?? 0) < seen * A_SLIP) return word;
    return this.#otherNames.get(found) ?? found;
  }

  /** The well-known word that is one letter away; of several the one that is seen most. */
  #near(word: string): string | undefined {
    const longer = word.length > SHORT ? this.#without.get(word) : undefined;
    const others = [longer, ...shortened(word).map((rest) => this.#without.get(rest))];
    const near = others.filter(
      (other, at) =>
        other !== undefined && other !== word && (at === 0 || (other[0] === word[0] && isNear(word, other))),
    );
    const seen = (of: string | undefined): number => this.#known.get(of ?? '') ?? 0;
    return near.reduce((best, other) => (seen(other) > seen(best) ? other : best), undefined);
  }
}

/** Whether a word may be a slip of another: a short one only by an exchange of its letters. */
function isNear(word: string, other: string): boolean {
  const letters = (of: string): string => [...of].sort().join('');
  return word.length > SHORT || letters(word) === letters(other);
}

function isWord(word: string): boolean {
  return word.length >= SHORTEST && /^\p{L}+$/u.test(word);
}

function shortened(word: string): string[] {
  return Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1));
}
