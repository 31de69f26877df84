import { distance } from 'fastest-levenshtein';
import type { Tokens } from './tokens.ts';

/** A client's exact words, ready to be looked for: each with its skeleton and with how much it tells. */
interface Signature {
  readonly intent: string;
  readonly words: readonly string[];
  readonly skeletons: readonly string[];
  readonly weights: readonly number[];
  readonly weight: number;
}

/** A signature found in a text: how much of it (0 to 1), and which words of the text it covers. */
export interface Found {
  readonly intent: string;
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

/** Stands for a domain, a server's name, an address: one to four words. */
const GAP = '*';
/** Below this share of a signature's weight, no alignment is tried. */
const WORTH_ALIGNING = 0.5;
const FOUND = 0.6;
/** Signatures of so few words need the most telling of them. */
const SHORT = 6;
const MOST_CANDIDATES = 12;
/** What a word of the text costs that the signature doesn't have, and what a word in a placeholder is worth. */
const EXTRA_WORD = 0.4;
const GAP_MATCH = 0.2;

/**
 * Finds the clients' own words in a text, however cut off, misread or surrounded: first by which rare words are there at all,
 * then by aligning the few candidates with the text, word by word.
 */
export class SignatureIndex {
  readonly #signatures: Signature[] = [];
  /** Which signatures a word stands in (by its skeleton), and how much it counts there. */
  readonly #byWord = new Map<string, { readonly number: number; readonly weight: number }[]>();

  constructor(intents: Iterable<{ readonly id: string; readonly says: readonly string[] }>, tokens: Tokens) {
    const all: { intent: string; words: string[] }[] = [];
    for (const intent of intents)
      for (const text of intent.says) {
        const words = tokens(text.replace(/\{[a-z-]+\}/g, ' xplaceholderx ')).map((w) =>
          w === 'xplaceholderx' ? GAP : w,
        );
        if (words.length > 0) all.push({ intent: intent.id, words });
      }
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
        const list = this.#byWord.get(key) ?? [];
        this.#byWord.set(key, list);
        list.push({ number, weight });
      }
    }
  }

  /** The best signature of every intent that has one in the text, best first. */
  find(words: readonly string[]): Found[] {
    const text = new Text(words);
    const shared = new Float64Array(this.#signatures.length);
    for (const key of new Set(text.skeletons)) {
      const list = this.#byWord.get(key);
      if (list) for (const { number, weight } of list) shared[number]! += weight;
    }
    const candidates: { signature: Signature; share: number }[] = [];
    for (let number = 0; number < shared.length; number++) {
      if (shared[number] === 0) continue;
      const signature = this.#signatures[number]!;
      const share = shared[number]! / signature.weight;
      if (share >= WORTH_ALIGNING) candidates.push({ signature, share });
    }
    const best = new Map<string, Found>();
    for (const { signature } of candidates.sort((a, b) => b.share - a.share).slice(0, MOST_CANDIDATES)) {
      const before = best.get(signature.intent);
      // What is there whole can't be there any better.
      if (before?.share === 1) continue;
      const found = align(signature, text);
      if (!isToldBy(signature, text, found)) continue;
      if (found.share >= FOUND && (!before || found.share > before.share)) best.set(found.intent, found);
    }
    return [...best.values()].sort((a, b) => b.share - a.share);
  }
}

/** A text while signatures are aligned with it: each of its different words is compared with a signature's word only once. */
class Text {
  readonly length: number;
  /** Which of the different words stands at every place. */
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

  /** How alike a signature's word is to each of the different words: 0 to 1. */
  alikeness(word: string, bare: string): Float64Array {
    const known = this.#rows.get(word);
    if (known) return known;
    const row = Float64Array.from(this.#words, (other, i) => alike(word, bare, other, this.skeletons[i]!));
    this.#rows.set(word, row);
    return row;
  }
}

/** Local alignment: the best run of the text against the whole signature; what is missing of it costs its weight. */
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

/** A short signature without its most telling word is no signature: "bad access" to a folder is not EXC_BAD_ACCESS. */
function isToldBy({ words, skeletons, weights }: Signature, text: Text, { from, to }: Found): boolean {
  if (words.length > SHORT) return true;
  const telling = weights.indexOf(Math.max(...weights));
  const alikeness = text.alikeness(words[telling]!, skeletons[telling]!);
  return text.at.subarray(from, to).some((word) => alikeness[word]! > 0);
}

/** 1 for the same word, less for one with confused letters, 0.8 for a misread or mistyped letter in a long one, else 0. */
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

/** Letters that screen readers and hurried fingers confuse become one: l, 1 and I; 0 and o; rn and m. */
function skeleton(word: string): string {
  const known = skeletons.get(word);
  if (known !== undefined) return known;
  const fresh = word.replace(/rn/g, 'm').replace(/[1|i]/g, 'l').replace(/0/g, 'o').replace(/5/g, 's');
  if (skeletons.size < 20_000) skeletons.set(word, fresh);
  return fresh;
}
