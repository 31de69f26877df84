/** Corrects mistyped words. */
import { hashOf, type Vocabulary } from './features.ts';
import { PairTable } from './pair-table.ts';

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
  readonly #vocabulary: Pick<Vocabulary, 'textsWith'>;
  /** The well-known words. */
  readonly #models: readonly string[];
  /** The number of the well-known word, by the hash and the length of what is left of it without one of its letters. */
  readonly #without: PairTable;
  readonly #otherNames: ReadonlyMap<string, string>;

  /** `vocabulary` are the words that are known; `names` are the packs' own words, which are always well known. */
  constructor(vocabulary: Pick<Vocabulary, 'words' | 'textsWith'>, names: readonly string[] = []) {
    this.#vocabulary = vocabulary;
    this.#otherNames = new Map([...OTHER_NAMES, ...names.filter(isWord).map((name) => [name, name] as const)]);
    const frequent = [...vocabulary.words()]
      .filter(([word, texts]) => texts >= WELL_KNOWN && isWord(word))
      .sort((a, b) => b[1] - a[1])
      .map(([word]) => word);
    this.#models = [...this.#otherNames.keys(), ...frequent];
    this.#without = new PairTable(this.#models.reduce((sum, word) => sum + word.length + 1, 0));
    // If several words leave the same, the best known one stays.
    for (const [number, word] of this.#models.entries())
      for (const rest of [word, ...shortened(word)])
        if (this.#without.get(hashOf(rest), rest.length) < 0) this.#without.set(hashOf(rest), rest.length, number);
  }

  right(word: string): string {
    if (!isWord(word)) return word;
    const seen = this.#seen(word);
    if (seen >= SURELY_MEANT) return word;
    const found = this.#near(word);
    if (found === undefined) return word;
    // "Browse" is no slip of "browser": where one begins the other, both are words.
    const isWordToo = seen > 0 && (found.startsWith(word) || word.startsWith(found));
    if (isWordToo || this.#seen(found) < seen * A_SLIP) return word;
    return this.#otherNames.get(found) ?? found;
  }

  /** The well-known word that is one letter away; of several the one that is seen most. */
  #near(word: string): string | undefined {
    const longer = word.length > SHORT ? this.#leaving(word) : undefined;
    const others = [longer, ...shortened(word).map((rest) => this.#leaving(rest))];
    const near = others.filter(
      (other, at) =>
        other !== undefined && other !== word && (at === 0 || (other[0] === word[0] && isNear(word, other))),
    );
    const seen = (of: string | undefined): number => (of === undefined ? 0 : this.#seen(of));
    return near.reduce((best, other) => (seen(other) > seen(best) ? other : best), undefined);
  }

  /** The well-known word that is this one, or leaves it when one letter is taken away. */
  #leaving(rest: string): string | undefined {
    const word = this.#models[this.#without.get(hashOf(rest), rest.length)];
    // Two words may have the same hash.
    return word === undefined || word === rest || shortened(word).includes(rest) ? word : undefined;
  }

  /** The number of texts that a word was seen in. */
  #seen(word: string): number {
    return this.#otherNames.has(word) ? Number.POSITIVE_INFINITY : this.#vocabulary.textsWith(word);
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
