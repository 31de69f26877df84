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
  for (const word of words) {
    const edged = `<${word}>`;
    for (let n = 3; n <= 5; n++) for (let i = 0; i + n <= edged.length; i++) pieces.push(edged.slice(i, i + n));
  }
  return [single, pairs, pieces];
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

  get size(): number {
    return this.#number.size;
  }

  vector(words: readonly string[]): Vector {
    const weights = new Map<number, number>();
    for (const block of blocks(words)) {
      const counts = new Map<string, number>();
      for (const f of block) counts.set(f, (counts.get(f) ?? 0) + 1);
      const found: [number, number][] = [];
      let square = 0;
      for (const [f, count] of counts) {
        const number = this.#number.get(f);
        const weight = (1 + Math.log(count)) * (number === undefined ? this.#unseen : this.rarity[number]!);
        square += weight * weight;
        if (number !== undefined) found.push([number, weight]);
      }
      const length = Math.sqrt(square) || 1;
      for (const [number, weight] of found) weights.set(number, weight / length);
    }
    const index = Int32Array.from([...weights.keys()].sort((a, b) => a - b));
    const share = 1 / Math.sqrt(3);
    return { index, value: Float32Array.from(index, (i) => weights.get(i)! * share) };
  }
}
