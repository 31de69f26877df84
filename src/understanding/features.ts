import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';

/** A text as the linear model sees it: feature numbers, ascending, with their weights; unit length over what it holds. */
export interface Vector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** Words as stems and raw, pairs of stems with the sentence's edges, and character pieces inside words. */
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

/** The known features with how rare they are; learned from the training texts. */
export class Vocabulary {
  readonly #number: Map<string, number>;
  /** By word of the training: the numbers of its pieces. */
  readonly #pieces = new Map<string, Int32Array>();
  readonly rarity: Float32Array;
  readonly documents: number;
  /** What a feature never seen before weighs: it counts in a text's length, which is what rejects strange texts. */
  readonly #unseen: number;

  constructor(features: readonly string[], rarity: Float32Array, documents: number) {
    this.#number = new Map(features.map((f, i) => [f, i]));
    this.rarity = rarity;
    this.documents = documents;
    this.#unseen = Math.log(1 + documents) + 1;
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

  /** The words it was learned from, and in how many texts each stood. */
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
    const index: number[] = [];
    const value = new Map<number, number>();
    const share = 1 / Math.sqrt(3);
    const stems = words.map(stem);
    const singles = new Tally(this.#number);
    for (const s of stems) singles.add(`s:${s}`, 1);
    for (const w of words) singles.add(`w:${w}`, 1);
    const pairs = new Tally(this.#number);
    for (let i = 0; i <= stems.length; i++) pairs.add(`p:${stems[i - 1] ?? '^'} ${stems[i] ?? '$'}`, 1);
    const pieces = new Tally(this.#number);
    const times = new Map<string, number>();
    for (const w of words) times.set(w, (times.get(w) ?? 0) + 1);
    for (const [word, n] of times) {
      const known = this.#piecesOf(word);
      if (known) for (const number of known) pieces.addKnown(number, n);
      else for (const piece of piecesOf(word)) pieces.add(piece, n);
    }
    for (const tally of [singles, pairs, pieces]) {
      let square = 0;
      for (const count of tally.unknown.values()) square += ((1 + Math.log(count)) * this.#unseen) ** 2;
      const weights: number[] = [];
      for (const [number, count] of tally.known) {
        const weight = (count === 1 ? 1 : 1 + Math.log(count)) * this.rarity[number]!;
        square += weight * weight;
        weights.push(weight);
      }
      const length = Math.sqrt(square) || 1;
      let i = 0;
      for (const number of tally.known.keys()) {
        index.push(number);
        value.set(number, weights[i++]! / length);
      }
    }
    const sorted = Int32Array.from(index).sort();
    return { index: sorted, value: Float32Array.from(sorted, (i) => value.get(i)! * share) };
  }

  /** The numbers of a word's pieces, kept for the words of the training: all pieces of those are known. */
  #piecesOf(word: string): Int32Array | null {
    const kept = this.#pieces.get(word);
    if (kept) return kept;
    if (!this.#number.has(`w:${word}`)) return null;
    const numbers = piecesOf(word).map((piece) => this.#number.get(piece));
    if (numbers.includes(undefined)) return null;
    const known = Int32Array.from(numbers as number[]);
    this.#pieces.set(word, known);
    return known;
  }
}

/** How often features occur in one block of a text. */
class Tally {
  readonly known = new Map<number, number>();
  readonly unknown = new Map<string, number>();
  readonly #number: ReadonlyMap<string, number>;

  constructor(number: ReadonlyMap<string, number>) {
    this.#number = number;
  }

  add(feature: string, times: number): void {
    const number = this.#number.get(feature);
    if (number === undefined) this.unknown.set(feature, (this.unknown.get(feature) ?? 0) + times);
    else this.addKnown(number, times);
  }

  addKnown(number: number, times: number): void {
    this.known.set(number, (this.known.get(number) ?? 0) + times);
  }
}
