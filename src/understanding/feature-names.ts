/** Keeps the names of features as bytes, and finds the number of each. */

/** The byte after each name. No word has it. */
const END = 10;
const [FNV_START, FNV_STEP] = [0x811c9dc5, 0x01000193];
const [CHECK_START, CHECK_STEP] = [0x9747b28c, 0x5bd1e995];

/**
 * The names of features, each with its place among them as its number. There are hundreds of thousands: as strings in a map
 * they would take most of the memory of a model. A name is known by two hashes of 32 bits, of which one says where it is
 * looked for, and the other whether it was found.
 */
export class FeatureNames {
  /** All names in UTF-8, in the order of their numbers. */
  readonly bytes: Uint8Array;
  readonly size: number;
  /** The number of the name in each place, from 1 on; 0 for none. */
  readonly #number: Int32Array;
  readonly #check: Int32Array;
  readonly #mask: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    let size = 0;
    for (const byte of bytes) if (byte === END) size++;
    this.size = size;
    // At most half of the places are taken, so a name is found in the first or second.
    const places = 2 ** Math.ceil(Math.log2(2 * size + 2));
    this.#mask = places - 1;
    this.#number = new Int32Array(places);
    this.#check = new Int32Array(places);
    let number = 0;
    let [from, isPlain, hash, check] = [0, true, FNV_START, CHECK_START];
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte !== END) {
        if (byte >= 128) isPlain = false;
        hash = Math.imul(hash ^ byte, FNV_STEP);
        check = Math.imul(check ^ byte, CHECK_STEP);
        continue;
      }
      // The bytes of a plain name are its characters.
      if (isPlain) this.#add(hash, check, number);
      else {
        const name = textOf(bytes.subarray(from, at));
        this.#add(hashed(name, FNV_START, FNV_STEP), hashed(name, CHECK_START, CHECK_STEP), number);
      }
      number++;
      [from, isPlain, hash, check] = [at + 1, true, FNV_START, CHECK_START];
    }
  }

  /** Keeps names, none of them twice; their order numbers them. */
  static of(names: readonly string[]): FeatureNames {
    return new FeatureNames(Buffer.from(names.map((name) => `${name}\n`).join('')));
  }

  /** The number of a name; undefined for one that is not known. */
  numberOf(name: string): number | undefined {
    const check = hashed(name, CHECK_START, CHECK_STEP);
    for (let at = spread(hashed(name, FNV_START, FNV_STEP)) & this.#mask; ; at = (at + 1) & this.#mask) {
      const number = this.#number[at]!;
      if (number === 0) return undefined;
      if (this.#check[at] === check) return number - 1;
    }
  }

  /** The names that begin with one ASCII letter, each without it and the sign after it, with its number. */
  *beginning(letter: string): Generator<readonly [rest: string, number: number]> {
    const first = letter.charCodeAt(0);
    let number = 0;
    let from = 0;
    for (let at = 0; at < this.bytes.length; at++) {
      if (this.bytes[at] !== END) continue;
      if (this.bytes[from] === first) yield [textOf(this.bytes.subarray(from + 2, at)), number];
      number++;
      from = at + 1;
    }
  }

  #add(hash: number, check: number, number: number): void {
    let at = spread(hash) & this.#mask;
    while (this.#number[at] !== 0) at = (at + 1) & this.#mask;
    this.#number[at] = number + 1;
    this.#check[at] = check;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function hashed(name: string, start: number, step: number): number {
  let hash = start;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), step);
  return hash;
}

/** Spreads the high bits of a hash to the low ones, by which places are chosen. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
