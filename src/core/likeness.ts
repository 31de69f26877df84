/** Compares texts of screens with texts that are known, however a letter or two were misread. */

/** The share of pairs of letters that two texts must have in common to be the same. */
const SAME = 0.8;
/** The share of its pairs of letters that a piece must have in common with the whole text it was cut from. */
const PART = 0.95;
/** The fewest letters of a piece. */
const SHORTEST_PIECE = 10;
/** The fewest letters of a word that tells a text from others; and the share of its pairs that must be there. */
const TELLING = 6;
const THERE = 0.65;

/** A text prepared for comparing. */
export interface Spelt {
  readonly letters: string;
  readonly pairs: ReadonlyMap<string, number>;
  /** Its words, each by its pairs of letters; without one of the long ones, a text is another one. */
  readonly words: readonly ReadonlyMap<string, number>[];
}

/**
 * Prepares a text: its letters alone, since screens lose spaces and marks, with letters that are misread for one
 * another made one; placeholders and addresses are left out.
 */
export function speltOf(text: string): Spelt {
  const words = text
    .replace(/\{[a-z-]+\}|\S*[@\\]\S*|\S+\.[a-z]\S*/gi, ' ')
    .toLowerCase()
    .replace(/l/g, 'i')
    .replace(/rn/g, 'm')
    .split(/[^\p{L}]+/u);
  const letters = words.join('');
  return { letters, pairs: pairsOf(letters), words: words.map(pairsOf) };
}

/** The things whose texts a line is like, in the order of the texts. */
export interface Like<T> {
  /** Those of which it is a text. */
  readonly same: readonly T[];
  /** Those of which it is a piece of a text that was too long for one line. */
  readonly piece: readonly T[];
}

/**
 * Known texts, compared with a line all at once: its pairs of letters are looked up, so that it costs as much as the
 * texts that have them, and not a comparison with each text.
 */
export class KnownTexts<T> {
  readonly #texts: readonly { readonly spelt: Spelt; readonly of: T }[];
  /** The texts that have a pair of letters, by their places, each with the number of times. */
  readonly #having = new Map<string, [at: number, count: number][]>();

  constructor(texts: readonly { readonly text: string; readonly of: T }[]) {
    this.#texts = texts.map(({ text, of }) => ({ spelt: speltOf(text), of }));
    for (const [at, { spelt }] of this.#texts.entries())
      for (const [pair, count] of spelt.pairs) {
        const having = this.#having.get(pair);
        if (having) having.push([at, count]);
        else this.#having.set(pair, [[at, count]]);
      }
  }

  /** Compares a line with all of them. */
  like(line: Spelt): Like<T> {
    const shared = new Uint32Array(this.#texts.length);
    for (const [pair, count] of line.pairs)
      for (const [at, there] of this.#having.get(pair) ?? []) shared[at]! += Math.min(count, there);
    const those = (isIt: typeof isSame): readonly T[] =>
      this.#texts.filter(({ spelt }, at) => isIt(line, spelt, shared[at]!)).map(({ of }) => of);
    return { same: those(isSame), piece: those(isPiece) };
  }
}

/** Tells whether a line of a screen is a known text, with which it shares so many pairs of letters. */
function isSame(line: Spelt, known: Spelt, shared: number): boolean {
  if (line.letters === '' || known.letters === '') return false;
  const both = line.letters.length + known.letters.length - 2;
  if (both <= 2 || shared * 2 < SAME * both) return line.letters === known.letters;
  return known.words
    .filter((word) => sizeOf(word) >= TELLING - 1)
    .every((word) => line.words.some((other) => common(word, other) >= THERE * sizeOf(word)));
}

/** Tells whether a line of a screen is a piece of a known text that was too long for one line. */
function isPiece(line: Spelt, known: Spelt, shared: number): boolean {
  const { length } = line.letters;
  return length >= SHORTEST_PIECE && length < known.letters.length && shared >= PART * (length - 1);
}

function pairsOf(letters: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < letters.length; i++) {
    const pair = letters.slice(i, i + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sizeOf(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((sum, count) => sum + count, 0);
}

/** The number of pairs that two texts have in common. */
function common(pairs: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [pair, count] of pairs) sum += Math.min(count, others.get(pair) ?? 0);
  return sum;
}
