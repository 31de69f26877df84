/** Numbers by two others, in typed arrays: a map of as many takes three times the memory. */
export class PairTable {
  /** The two keys and the value of each place, one after the other; the value is one more than it was set to, and 0 for none. */
  readonly #places: Int32Array;
  readonly #mask: number;

  /** A table with room for so many. */
  constructor(most: number) {
    // At least a quarter of the places stay free, so a key is found, or missed, after few steps.
    const places = 2 ** Math.ceil(Math.log2((most * 4) / 3 + 1));
    this.#places = new Int32Array(3 * places);
    this.#mask = places - 1;
  }

  /** Sets the value of two keys, all of 32 bits; the value is not negative. */
  set(first: number, second: number, value: number): void {
    const at = this.#placeOf(first | 0, second | 0);
    this.#places[at] = first;
    this.#places[at + 1] = second;
    this.#places[at + 2] = value + 1;
  }

  /** The value of two keys; -1 for none. */
  get(first: number, second: number): number {
    return this.#places[this.#placeOf(first | 0, second | 0) + 2]! - 1;
  }

  /** The place of two keys, or the free one where they belong. */
  #placeOf(first: number, second: number): number {
    const places = this.#places;
    let hash = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = 3 * place;
      if (places[at + 2] === 0 || (places[at] === first && places[at + 1] === second)) return at;
    }
  }
}
