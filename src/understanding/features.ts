/** Turns the words of a text into the weighted features that the linear model works with. */
import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';

/**
 * A text as the linear model sees it: feature numbers, ascending, with their weights; each block of features has unit
 * length.
 */
export interface Vector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/**
 * The features of a text in three blocks: words as stems and raw, pairs of stems with the sentence's edges, and
 * character pieces inside words.
 */
function blocks(words: readonly string[]): string[][] {
  const stems = words.map(stem);
  const single = [...stems.map((s) => `s:${s}`), ...words.map((w) => `w:${w}`)];
  const edged = ['^', ...stems, '$'];
  const pairs = edged.slice(1).map((s, i) => `p:${edged[i]} ${s}`);
  const pieces: string[] = [];
  for (const word of words) pieces.push(...piecesOf(word));
  return [single, pairs, pieces];
}

/** The pieces of a word, three to five characters long, with its edges marked. */
function piecesOf(word: string): string[] {
  const pieces: string[] = [];
  const edged = `<${word}>`;
  for (let n = 3; n <= 5; n++) for (let i = 0; i + n <= edged.length; i++) pieces.push(edged.slice(i, i + n));
  return pieces;
}

/** The number of a word's features in the first block: its stem and itself. */
const SINGLE = 2;

const stemmed = new Map<string, string>();

/** Porter maps dns to dn and aws to aw: short words and codes stay as they are. */
function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const known = stemmed.get(word);
  if (known !== undefined) return known;
  const fresh = porter.stem(word);
  if (stemmed.size < 20_000) stemmed.set(word, fresh);
  return fresh;
}

/** The known features and the rarity of each, learned from the training texts. */
export class Vocabulary {
  readonly #number: Map<string, number>;
  /** The numbers of a word's stem, itself and its pieces, by word of the training. */
  readonly #words = new Map<string, Int32Array>();
  readonly rarity: Float32Array;
  readonly documents: number;
  readonly #tally: Tally;

  constructor(features: readonly string[], rarity: Float32Array, documents: number) {
    this.#number = new Map(features.map((f, i) => [f, i]));
    this.rarity = rarity;
    this.documents = documents;
    // The weight of a feature never seen before: it counts in a text's length, which is what rejects strange texts.
    this.#tally = new Tally(this.#number, rarity, Math.log(1 + documents) + 1);
  }

  static learn(documents: readonly (readonly string[])[]): Vocabulary {
    const seenIn = new Map<string, number>();
    for (const words of documents)
      for (const f of new Set(blocks(words).flat())) seenIn.set(f, (seenIn.get(f) ?? 0) + 1);
    const features = [...seenIn.keys()];
    const rarity = Float32Array.from(features, (f) => Math.log((1 + documents.length) / (1 + seenIn.get(f)!)) + 1);
    return new Vocabulary(features, rarity, documents.length);
  }

  get features(): string[] {
    return [...this.#number.keys()];
  }

  /** The words it was learned from, with the number of texts each stood in. */
  words(): Map<string, number> {
    const words = new Map<string, number>();
    for (const [feature, number] of this.#number)
      if (feature.startsWith('w:'))
        words.set(feature.slice(2), Math.round((1 + this.documents) / Math.exp(this.rarity[number]! - 1) - 1));
    return words;
  }

  get size(): number {
    return this.#number.size;
  }

  vector(words: readonly string[]): Vector {
    const share = 1 / Math.sqrt(3);
    const stems = words.map(stem);
    const tally = this.#tally;
    const known = words.map((word) => this.#numbersOf(word));
    for (const [i, numbers] of known.entries())
      if (numbers) for (let k = 0; k < SINGLE; k++) tally.addKnown(numbers[k]!);
      else {
        tally.add(`s:${stems[i]}`);
        tally.add(`w:${words[i]}`);
      }
    const singles = tally.close();
    for (let i = 0; i <= stems.length; i++) tally.add(`p:${stems[i - 1] ?? '^'} ${stems[i] ?? '$'}`);
    const pairs = tally.close();
    for (const [i, numbers] of known.entries())
      if (numbers) for (let k = SINGLE; k < numbers.length; k++) tally.addKnown(numbers[k]!);
      else for (const piece of piecesOf(words[i]!)) tally.add(piece);
    const index = Int32Array.from([...singles, ...pairs, ...tally.close()]).sort();
    return { index, value: Float32Array.from(index, (number) => tally.weight[number]! * share) };
  }

  /**
   * The numbers of a word's features, kept for words of the training, all of whose features are known; null for any
   * other word.
   */
  #numbersOf(word: string): Int32Array | null {
    const kept = this.#words.get(word);
    if (kept) return kept;
    if (!this.#number.has(`w:${word}`)) return null;
    const features = [`s:${stem(word)}`, `w:${word}`, ...piecesOf(word)];
    const numbers = features.map((feature) => this.#number.get(feature));
    if (numbers.includes(undefined)) return null;
    const known = Int32Array.from(numbers as number[]);
    this.#words.set(word, known);
    return known;
  }
}

/**
 * Counts the features in one block of a text after the other, and weighs them. It is made once and used again, so that
 * a text is counted quickly.
 */
class Tally {
  /** The weight of each feature, by its number, in the last closed block that has it. */
  readonly weight: Float64Array;
  readonly #rarity: Float32Array;
  readonly #number: ReadonlyMap<string, number>;
  readonly #unseen: number;
  readonly #count: Int32Array;
  #known: number[] = [];
  /** Counts of unknown features by their hash: keeping thousands of strings would make garbage collection slow. */
  readonly #unknown = new Map<number, number>();

  constructor(number: ReadonlyMap<string, number>, rarity: Float32Array, unseen: number) {
    this.#number = number;
    this.#rarity = rarity;
    this.#unseen = unseen;
    this.weight = new Float64Array(rarity.length);
    this.#count = new Int32Array(rarity.length);
  }

  add(feature: string): void {
    const number = this.#number.get(feature);
    if (number === undefined) {
      const hash = hashOf(feature);
      this.#unknown.set(hash, (this.#unknown.get(hash) ?? 0) + 1);
    } else this.addKnown(number);
  }

  addKnown(number: number): void {
    if (this.#count[number]!++ === 0) this.#known.push(number);
  }

  /**
   * Ends a block, and answers its known features. Their weights are those of a vector of length one that holds the
   * unknown ones too.
   */
  close(): readonly number[] {
    const known = this.#known;
    let square = 0;
    for (const count of this.#unknown.values()) square += (repeated(count) * this.#unseen) ** 2;
    for (const number of known) {
      const weight = repeated(this.#count[number]!) * this.#rarity[number]!;
      this.weight[number] = weight;
      square += weight * weight;
      this.#count[number] = 0;
    }
    const length = Math.sqrt(square) || 1;
    for (const number of known) this.weight[number]! /= length;
    this.#known = [];
    this.#unknown.clear();
    return known;
  }
}

/** FNV-1a, in as many bits as V8 keeps without a box. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  return hash & 0x3fffffff;
}

/** The weight of a repeated feature: it tells more, but its weight grows more slowly than its count. */
function repeated(count: number): number {
  return count === 1 ? 1 : 1 + Math.log(count);
}
