/** Turns the words of a text into the weighted features that the linear model works with. */
import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';
import { FeatureNames } from './feature-names.ts';
import { PairTable } from './pair-table.ts';

/**
 * A text as the linear model sees it: feature numbers with their weights, block after block; each block of features has
 * unit length.
 */
export interface Vector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** The features of a word by itself: its stem, itself, and its pieces. */
function featuresOf(word: string): string[] {
  return [`s:${stem(word)}`, `w:${word}`, ...piecesOf(word)];
}

/** The features of a text that two words make: pairs of stems, with the text's edges. */
function pairsOf(words: readonly string[]): string[] {
  const edged = ['^', ...words.map(stem), '$'];
  return edged.slice(1).map((s, i) => `p:${edged[i]} ${s}`);
}

/** The pieces of a word, three to five characters long, with its edges marked. */
function piecesOf(word: string): string[] {
  const pieces: string[] = [];
  const edged = `<${word}>`;
  for (let n = 3; n <= 5; n++) for (let i = 0; i + n <= edged.length; i++) pieces.push(edged.slice(i, i + n));
  return pieces;
}

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

/** The number of texts that each feature stands in. */
function countTexts(documents: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  /** The last text that each feature stood in: there it counts once. */
  const last: number[] = [];
  const numberOf = (feature: string): number => {
    const known = numbers.get(feature);
    if (known !== undefined) return known;
    numbers.set(feature, counts.length);
    last.push(-1);
    return counts.push(0) - 1;
  };
  const ofWord = new Map<string, readonly number[]>();
  for (const [text, words] of documents.entries()) {
    const count = (feature: number): void => {
      if (last[feature] === text) return;
      last[feature] = text;
      counts[feature]!++;
    };
    for (const word of words) {
      const own = ofWord.get(word) ?? featuresOf(word).map(numberOf);
      ofWord.set(word, own);
      for (const feature of own) count(feature);
    }
    for (const pair of pairsOf(words)) count(numberOf(pair));
  }
  return new Map([...numbers].map(([feature, number]) => [feature, counts[number]!]));
}

/** The number of texts below which every feature counts. */
const FEW = 1000;

/** A word as the features see it, worked out once and kept. */
interface WordForm {
  /** The numbers of its stem and itself, and of its pieces, as far as they are known. */
  readonly single: readonly number[];
  readonly pieces: readonly number[];
  /** Hashes of those that are not known. */
  readonly strangeSingle: readonly number[];
  readonly strangePieces: readonly number[];
  /** The number of itself; -1 where it is not known. */
  readonly word: number;
  /** The number of its stem among those of known pairs; -1 for any other. */
  readonly stem: number;
  readonly hash: number;
  /** Whether it only says which one of many is meant, and no example has it: a user's id, the tag of a computer. */
  readonly isLabel: boolean;
}

/** Letters with digits that are no code of an error: "kmueller2", "lt00883". */
const A_LABEL = /^(?!code[\da-f]|aadsts)(?=.*\d).*\p{L}/u;

/** The number of words whose forms are kept. */
const KEPT = 30_000;

/** The known features and the rarity of each, learned from the training texts. */
export class Vocabulary {
  readonly names: FeatureNames;
  readonly #forms = new Map<string, WordForm>();
  readonly #stems = new Map<string, number>([
    ['^', 0],
    ['$', 1],
  ]);
  /** The numbers of known pairs, by those of their stems. */
  readonly #pairs: PairTable;
  readonly rarity: Float32Array;
  readonly documents: number;
  readonly #tally: Tally;

  constructor(names: FeatureNames, rarity: Float32Array, documents: number) {
    this.names = names;
    this.rarity = rarity;
    this.documents = documents;
    let pairs = 0;
    for (const _ of names.beginning('p')) pairs++;
    this.#pairs = new PairTable(pairs);
    for (const [pair, i] of names.beginning('p')) {
      const [first, second] = pair.split(' ') as [string, string];
      this.#pairs.set(this.#stemNumber(first), this.#stemNumber(second), i);
    }
    // The weight of a feature never seen before: it counts in a text's length, which is what rejects strange texts.
    this.#tally = new Tally(rarity, Math.log(1 + documents) + 1);
  }

  #stemNumber(of: string): number {
    const known = this.#stems.get(of);
    if (known !== undefined) return known;
    this.#stems.set(of, this.#stems.size);
    return this.#stems.size - 1;
  }

  /** Learns from texts, each of which may be among them up to `times` times: by itself, and wrapped. */
  static learn(documents: readonly (readonly string[])[], times = 1): Vocabulary {
    const seenIn = countTexts(documents);
    // Pairs and pieces that stood in one text only are nearly half of all features, and tell nothing that other texts
    // bear out.
    const isWorth = (f: string): boolean => seenIn.get(f)! > times || /^[sw]:/.test(f) || documents.length < FEW;
    // The most frequent features lie together in the memory, and so stay in the processor's cache.
    const features = [...seenIn.keys()].filter(isWorth).sort((a, b) => seenIn.get(b)! - seenIn.get(a)!);
    const rarity = Float32Array.from(features, (f) => Math.log((1 + documents.length) / (1 + seenIn.get(f)!)) + 1);
    return new Vocabulary(FeatureNames.of(features), rarity, documents.length);
  }

  /** The words it was learned from, with the number of texts each stood in. */
  *words(): Generator<readonly [word: string, texts: number]> {
    for (const [word, number] of this.names.beginning('w')) yield [word, this.#textsWith(number)];
  }

  /** The number of texts that a word stood in; 0 for one that is not known. */
  textsWith(word: string): number {
    const number = this.names.numberOf(`w:${word}`);
    return number === undefined ? 0 : this.#textsWith(number);
  }

  #textsWith(number: number): number {
    return Math.round((1 + this.documents) / Math.exp(this.rarity[number]! - 1) - 1);
  }

  get size(): number {
    return this.names.size;
  }

  /** The number of a word by itself; -1 for one that is not known. */
  numberOf(word: string): number {
    return this.#formOf(word).word;
  }

  vector(words: readonly string[]): Vector {
    const tally = this.#tally;
    const forms = words.map((word) => this.#formOf(word)).filter(({ isLabel }) => !isLabel);
    for (const { single, strangeSingle } of forms) tally.addAll(single, strangeSingle);
    const singles = tally.close();
    for (let i = 0; i <= forms.length; i++) {
      const [a, b] = [forms[i - 1] ?? BEGIN, forms[i] ?? FINISH];
      const known = a.stem < 0 || b.stem < 0 ? -1 : this.#pairs.get(a.stem, b.stem);
      if (known < 0) tally.addStrange((Math.imul(a.hash, 31) ^ b.hash) & 0x3fffffff);
      else tally.addKnown(known);
    }
    const pairs = tally.close();
    for (const { pieces, strangePieces } of forms) tally.addAll(pieces, strangePieces);
    return tally.vector([singles, pairs, tally.close()]);
  }

  #formOf(word: string): WordForm {
    const kept = this.#forms.get(word);
    if (kept) return kept;
    const parted = (features: readonly string[]): { known: number[]; strange: number[] } => {
      const [known, strange]: [number[], number[]] = [[], []];
      for (const feature of features) {
        const number = this.names.numberOf(feature);
        if (number === undefined) strange.push(hashOf(feature));
        else known.push(number);
      }
      return { known, strange };
    };
    const root = stem(word);
    const single = parted([`s:${root}`, `w:${word}`]);
    const pieces = parted(piecesOf(word));
    const fresh: WordForm = {
      single: single.known,
      strangeSingle: single.strange,
      pieces: pieces.known,
      strangePieces: pieces.strange,
      word: this.names.numberOf(`w:${word}`) ?? -1,
      stem: this.#stems.get(root) ?? -1,
      hash: hashOf(root),
      isLabel: A_LABEL.test(word) && this.names.numberOf(`w:${word}`) === undefined,
    };
    if (this.#forms.size >= KEPT) this.#forms.clear();
    this.#forms.set(word, fresh);
    return fresh;
  }
}

/** The edges of a text, which stand in pairs like stems. */
const EDGE = { single: [], pieces: [], strangeSingle: [], strangePieces: [], word: -1, isLabel: false };
const BEGIN: WordForm = { ...EDGE, stem: 0, hash: 1 };
const FINISH: WordForm = { ...EDGE, stem: 1, hash: 2 };

/**
 * Counts the features in one block of a text after the other, and weighs them. It is made once and used again, so that
 * a text is counted quickly.
 */
class Tally {
  /** The weight of each feature, by its number, in the last closed block that has it. */
  readonly weight: Float64Array;
  readonly #rarity: Float32Array;
  readonly #unseen: number;
  readonly #count: Int32Array;
  #known: number[] = [];
  /** Counts of unknown features by their hash: keeping thousands of strings would make garbage collection slow. */
  readonly #unknown = new Map<number, number>();

  constructor(rarity: Float32Array, unseen: number) {
    this.#rarity = rarity;
    this.#unseen = unseen;
    this.weight = new Float64Array(rarity.length);
    this.#count = new Int32Array(rarity.length);
  }

  addAll(known: readonly number[], strange: readonly number[]): void {
    for (let i = 0; i < known.length; i++) this.addKnown(known[i]!);
    for (let i = 0; i < strange.length; i++) this.addStrange(strange[i]!);
  }

  addStrange(hash: number): void {
    this.#unknown.set(hash, (this.#unknown.get(hash) ?? 0) + 1);
  }

  addKnown(number: number): void {
    if (this.#count[number]!++ === 0) this.#known.push(number);
  }

  /** Some closed blocks as one vector. */
  vector(blocks: readonly (readonly number[])[]): Vector {
    let length = 0;
    for (const block of blocks) length += block.length;
    const index = new Int32Array(length);
    const value = new Float32Array(length);
    let at = 0;
    for (const block of blocks)
      for (let i = 0; i < block.length; i++) {
        const number = block[i]!;
        index[at] = number;
        value[at++] = this.weight[number]! * SHARE;
      }
    return { index, value };
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

/** The weight of one of the three blocks, so that a whole text has length one. */
const SHARE = 1 / Math.sqrt(3);

/** FNV-1a, in as many bits as V8 keeps without a box. */
export function hashOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  return hash & 0x3fffffff;
}

/** The weight of a repeated feature: it tells more, but its weight grows more slowly than its count. */
function repeated(count: number): number {
  return count === 1 ? 1 : 1 + Math.log(count);
}
