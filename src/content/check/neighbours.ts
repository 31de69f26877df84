/** Measures how alike short texts are, by their words and pairs of words, without the model. */

/** A known text, with its likeness to another one, 0 to 1. */
export interface Near<T> {
  readonly item: T;
  readonly likeness: number;
}

/**
 * The largest number of texts that may share a feature: one that hundreds share tells none of them apart, and costs the
 * most.
 */
const MOST_SHARED = 200;

/**
 * EDGE stands for the beginning and the end of a text among its words; PAIR keeps the two words of a pair apart in one
 * number.
 */
const EDGE = 1;
const PAIR = 2 ** 22;

/**
 * An index of known texts that finds those which say nearly the same, by the words and pairs of words they share; rare
 * ones count more (cosine over TF-IDF). It is cheap and needs no model.
 */
export class Neighbours<T extends { readonly text: string }> {
  readonly #items: readonly T[];
  readonly #words = new Map<string, number>();
  /**
   * Features by number, how many texts each stands in, and which: the texts of one feature lie together, from its
   * `#from` on.
   */
  readonly #number = new Map<number, number>();
  readonly #seenIn: number[] = [];
  readonly #from: Int32Array;
  readonly #texts: Int32Array;
  /**
   * The features of every known text; `#scale` is one over the length of each, which makes their weights comparable.
   */
  readonly #features: Int32Array[];
  readonly #scale: Float64Array;
  readonly #index: Map<T, number>;
  readonly #likeness: Float64Array;

  constructor(items: readonly T[]) {
    this.#items = items;
    this.#index = new Map(items.map((item, i) => [item, i]));
    this.#likeness = new Float64Array(items.length);
    this.#features = items.map((item) => {
      const numbers = new Set<number>();
      for (const key of this.#keys(item.text)) numbers.add(this.#numberOf(key));
      for (const f of numbers) this.#seenIn[f]! += 1;
      return Int32Array.from(numbers);
    });
    this.#from = new Int32Array(this.#seenIn.length + 1);
    for (const [f, n] of this.#seenIn.entries()) this.#from[f + 1] = this.#from[f]! + (this.#tells(f) ? n : 0);
    this.#texts = new Int32Array(this.#from.at(-1)!);
    const next = this.#from.slice();
    for (const [text, features] of this.#features.entries())
      for (const f of features) if (this.#tells(f)) this.#texts[next[f]!++] = text;
    this.#scale = Float64Array.from(this.#features, (features) => 1 / (this.#lengthOf(features, 0) || 1));
  }

  /** The known texts most like one of them (itself left out) or any other text: at most `most`, the nearest first. */
  nearest(to: T | string, most: number, keep: (item: T) => boolean = () => true): Near<T>[] {
    const [features, scale] = this.#read(to);
    const likeness = this.#likeness;
    const touched: number[] = [];
    for (const f of features) {
      const weight = this.#rarity(this.#seenIn[f]!) ** 2 * scale;
      for (let i = this.#from[f]!; i < this.#from[f + 1]!; i++) {
        const text = this.#texts[i]!;
        if (likeness[text] === 0) touched.push(text);
        likeness[text]! += weight * this.#scale[text]!;
      }
    }
    const best: Near<T>[] = [];
    let least = 0;
    for (const text of touched) {
      const like = likeness[text]!;
      likeness[text] = 0;
      if (like <= least) continue;
      const item = this.#items[text]!;
      if (item === to || !keep(item)) continue;
      let at = Math.min(best.length, most - 1);
      for (; at > 0 && best[at - 1]!.likeness < like; at--) best[at] = best[at - 1]!;
      best[at] = { item, likeness: Math.min(1, like) };
      if (best.length === most) least = best[most - 1]!.likeness;
    }
    return best;
  }

  #read(to: T | string): [features: Int32Array, scale: number] {
    if (typeof to !== 'string') {
      const text = this.#index.get(to)!;
      return [this.#features[text]!, this.#scale[text]!];
    }
    const numbers = [...new Set(this.#keys(to))].map((key) => this.#number.get(key));
    const known = Int32Array.from(numbers.filter((f) => f !== undefined));
    return [known, 1 / (this.#lengthOf(known, numbers.length - known.length) || 1)];
  }

  /** The keys of a text's words and pairs, edges included: "issue resolved" is not "issue not resolved". */
  #keys(text: string): number[] {
    const keys: number[] = [];
    let before = EDGE;
    for (const word of wordsOf(text)) {
      const id = this.#words.get(word) ?? EDGE + 1 + this.#words.size;
      this.#words.set(word, id);
      keys.push(id, before * PAIR + id);
      before = id;
    }
    keys.push(before * PAIR + EDGE);
    return keys;
  }

  #numberOf(key: number): number {
    const known = this.#number.get(key);
    if (known !== undefined) return known;
    this.#number.set(key, this.#seenIn.length);
    return this.#seenIn.push(0) - 1;
  }

  #tells(feature: number): boolean {
    return this.#seenIn[feature]! <= MOST_SHARED;
  }

  #rarity(seenIn: number): number {
    return Math.log((1 + this.#items.length) / (1 + seenIn)) + 1;
  }

  #lengthOf(features: Int32Array, unknown: number): number {
    let square = unknown * this.#rarity(0) ** 2;
    for (const f of features) square += this.#rarity(this.#seenIn[f]!) ** 2;
    return Math.sqrt(square);
  }
}

/** The words of a text: in lower case, without apostrophes and without the ending of a plural. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/['\u2019]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((w) => (w.length > 3 && w.endsWith('s') ? w.slice(0, -1) : w));
}
