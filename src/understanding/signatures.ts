/** Finds the exact words of clients, the signatures of intents, in what a person pasted. */
import { distance } from 'fastest-levenshtein';
import type { Tokens } from './tokens.ts';

/** A client's exact words, prepared for the search: each with its skeleton and a weight for how much it tells. */
interface Signature {
  readonly intent: string;
  readonly words: readonly string[];
  readonly skeletons: readonly string[];
  readonly weights: readonly number[];
  readonly weight: number;
}

/** A signature found in a text: the share of it that is there (0 to 1), and the words of the text it covers. */
export interface Found {
  readonly intent: string;
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

/** The word that stands for a placeholder (a domain, a server's name, an address): one to four words of the text. */
const GAP = '*';
/** The share of a signature's weight that a text must have for an alignment to be tried. */
const WORTH_ALIGNING = 0.5;
const FOUND = 0.6;
/** The largest number of words of a signature whose most telling word must be there. */
const SHORT = 6;
const MOST_CANDIDATES = 12;
/** The cost of a word of the text that the signature doesn't have, and the worth of a word in a placeholder. */
const EXTRA_WORD = 0.4;
const GAP_MATCH = 0.2;

/**
 * Finds the clients' own words in a text, even cut off, misread or surrounded by others: first by the rare words that
 * are there, then by aligning the few candidates with the text, word by word.
 */
export class SignatureIndex {
  readonly #signatures: Signature[] = [];
  /** The weight that each signature shares with the text that is looked at; all zero before and after. */
  readonly #shared: Float64Array;
  /** The signatures that each word stands in (by its skeleton), and its weight there. */
  readonly #byWord = new Map<string, readonly { readonly number: number; readonly weight: number }[]>();

  constructor(intents: Iterable<{ readonly id: string; readonly says: readonly string[] }>, tokens: Tokens) {
    const all: { intent: string; words: string[] }[] = [];
    for (const intent of intents)
      for (const text of intent.says) {
        const words = tokens(text.replace(/\{[a-z-]+\}/g, ' xplaceholderx ')).map((w) =>
          w === 'xplaceholderx' ? GAP : w,
        );
        if (words.length > 0) all.push({ intent: intent.id, words });
      }
    this.#shared = new Float64Array(all.length);
    const count = new Map<string, number>();
    for (const { words } of all) for (const w of new Set(words)) count.set(w, (count.get(w) ?? 0) + 1);
    const rarity = (w: string): number => (w === GAP ? 0 : Math.log((1 + all.length) / count.get(w)!) + 0.3);
    for (const [number, { intent, words }] of all.entries()) {
      const weights = words.map(rarity);
      const skeletons = words.map(skeleton);
      this.#signatures.push({ intent, words, skeletons, weights, weight: weights.reduce((sum, w) => sum + w, 0) });
      const byWord = new Map<string, number>();
      for (const [i, key] of skeletons.entries()) byWord.set(key, (byWord.get(key) ?? 0) + weights[i]!);
      for (const [key, weight] of byWord) {
        const before = this.#byWord.get(key);
        this.#byWord.set(key, before ? [...before, { number, weight }] : [{ number, weight }]);
      }
    }
  }

  /** The best signature of every intent that has one in the text, best first. */
  find(words: readonly string[]): Found[] {
    const text = new Text(words);
    const shared = this.#shared;
    const touched: number[] = [];
    for (const key of new Set(text.skeletons)) {
      const list = this.#byWord.get(key);
      if (!list) continue;
      for (const { number, weight } of list) {
        if (shared[number] === 0) touched.push(number);
        shared[number]! += weight;
      }
    }
    const candidates: { number: number; signature: Signature; share: number }[] = [];
    for (const number of touched) {
      const signature = this.#signatures[number]!;
      const share = shared[number]! / signature.weight;
      shared[number] = 0;
      if (share >= WORTH_ALIGNING) candidates.push({ number, signature, share });
    }
    const best = new Map<string, Found>();
    candidates.sort((a, b) => b.share - a.share || a.number - b.number);
    for (const { signature } of candidates.slice(0, MOST_CANDIDATES)) {
      const before = best.get(signature.intent);
      // One that was found whole can't be found any better, but by one that says more.
      if (before?.share === 1 && before.to - before.from >= signature.words.length) continue;
      const found = align(signature, text);
      if (!isToldBy(signature, text, found)) continue;
      if (found.share >= FOUND && (!before || isBetter(found, before))) best.set(found.intent, found);
    }
    return [...best.values()].sort((a, b) => b.share - a.share);
  }
}

/** Whether a find tells more than another one of the same intent. */
function isBetter(found: Found, before: Found): boolean {
  return found.share === before.share ? found.to - found.from > before.to - before.from : found.share > before.share;
}

/**
 * A text while signatures are aligned with it: each of its different words is compared with a signature's word only
 * once.
 */
class Text {
  readonly length: number;
  /** The number of the different word at every place. */
  readonly at: Int32Array;
  readonly skeletons: readonly string[];
  readonly #words: readonly string[];
  readonly #rows = new Map<string, Float64Array>();

  constructor(words: readonly string[]) {
    const numbers = new Map([...new Set(words)].map((word, i) => [word, i]));
    this.length = words.length;
    this.at = Int32Array.from(words, (word) => numbers.get(word)!);
    this.#words = [...numbers.keys()];
    this.skeletons = this.#words.map(skeleton);
  }

  /** The likeness of a signature's word to each of the different words, 0 to 1. */
  alikeness(word: string, bare: string): Float64Array {
    const known = this.#rows.get(word);
    if (known) return known;
    const row = Float64Array.from(this.#words, (other, i) => alike(word, bare, other, this.skeletons[i]!));
    this.#rows.set(word, row);
    return row;
  }
}

/** The best run of the text against the whole signature (local alignment); missing words cost their weight. */
function align(signature: Signature, text: Text): Found {
  const { length, at } = text;
  let previous = new Float64Array(length + 1);
  let begun = Int32Array.from({ length: length + 1 }, (_, i) => i);
  for (const [i, word] of signature.words.entries()) {
    const weight = signature.weights[i]!;
    const alikeness = word === GAP ? null : text.alikeness(word, signature.skeletons[i]!);
    const current = new Float64Array(length + 1);
    const from = new Int32Array(length + 1);
    for (let j = 1; j <= length; j++) {
      const match = alikeness === null ? GAP_MATCH : weight * alikeness[at[j - 1]!]!;
      const taken = previous[j - 1]! + match;
      const missing = previous[j]!;
      const extra = current[j - 1]! - (alikeness === null ? 0 : EXTRA_WORD);
      if (match > 0 && taken >= missing && taken >= extra) {
        current[j] = taken;
        from[j] = previous[j - 1]! > 0 ? begun[j - 1]! : j - 1;
      } else if (missing >= extra) {
        current[j] = missing;
        from[j] = begun[j]!;
      } else {
        current[j] = Math.max(extra, 0);
        from[j] = extra > 0 ? from[j - 1]! : j;
      }
    }
    previous = current;
    begun = from;
  }
  let end = 0;
  for (let j = 1; j <= length; j++) if (previous[j]! > previous[end]!) end = j;
  return {
    intent: signature.intent,
    share: Math.min(1, previous[end]! / signature.weight),
    from: begun[end]!,
    to: end,
  };
}

/**
 * Whether the signature's most telling word is there, which a short one needs: "bad access" to a folder is not
 * EXC_BAD_ACCESS.
 */
function isToldBy({ words, skeletons, weights }: Signature, text: Text, { from, to }: Found): boolean {
  if (words.length > SHORT) return true;
  const telling = weights.indexOf(Math.max(...weights));
  const alikeness = text.alikeness(words[telling]!, skeletons[telling]!);
  return text.at.subarray(from, to).some((word) => alikeness[word]! > 0);
}

/**
 * The likeness of two words: 1 for the same word, less for one with confused letters, 0.8 for a misread or mistyped
 * letter in a long one, else 0.
 */
function alike(a: string, skeletonA: string, b: string, skeletonB: string): number {
  if (a === b) return 1;
  if (skeletonA === skeletonB) return 0.95;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4 || Math.abs(a.length - b.length) > 1) return 0;
  // Two words with neither the same beginning nor the same end are not worth a closer look.
  if (a[0] !== b[0] && a.at(-1) !== b.at(-1)) return 0;
  const wrong = distance(a, b);
  return wrong === 1 || (wrong === 2 && shorter >= 8) ? 0.8 : 0;
}

const skeletons = new Map<string, string>();

/** A word with letters that screen readers and hurried fingers confuse made one: l, 1 and I; 0 and o; rn and m. */
function skeleton(word: string): string {
  const known = skeletons.get(word);
  if (known !== undefined) return known;
  const fresh = word.replace(/rn/g, 'm').replace(/[1|i]/g, 'l').replace(/0/g, 'o').replace(/5/g, 's');
  if (skeletons.size < 20_000) skeletons.set(word, fresh);
  return fresh;
}
