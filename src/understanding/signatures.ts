import { distance } from 'fastest-levenshtein';
import { tokens } from './tokens.ts';

/** A client's exact words, ready to be looked for. */
interface Signature {
  readonly intent: string;
  readonly words: readonly string[];
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

/**
 * Finds the clients' own words in a text, however cut off, misread or surrounded: first by which rare words are there at all,
 * then by aligning the few candidates with the text, word by word.
 */
export class SignatureIndex {
  readonly #signatures: Signature[] = [];
  readonly #byWord = new Map<string, number[]>();
  readonly #rarity = new Map<string, number>();

  constructor(intents: Iterable<{ readonly id: string; readonly says: readonly string[] }>) {
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
    for (const [w, n] of count) this.#rarity.set(w, w === GAP ? 0 : Math.log((1 + all.length) / n) + 0.3);
    for (const { intent, words } of all) {
      const weight = words.reduce((sum, w) => sum + this.#rarity.get(w)!, 0);
      const number = this.#signatures.push({ intent, words, weight }) - 1;
      for (const w of new Set(words)) {
        const key = skeleton(w);
        const list = this.#byWord.get(key);
        if (list) list.push(number);
        else this.#byWord.set(key, [number]);
      }
    }
  }

  /** The best signature of every intent that has one in the text, best first. */
  find(words: readonly string[]): Found[] {
    const shared = new Map<number, number>();
    for (const w of new Set(words.map(skeleton)))
      for (const number of this.#byWord.get(w) ?? [])
        shared.set(number, (shared.get(number) ?? 0) + this.#weightOf(number, w));
    const best = new Map<string, Found>();
    const candidates = [...shared]
      .filter(([number, weight]) => weight / this.#signatures[number]!.weight >= WORTH_ALIGNING)
      .sort((a, b) => b[1] / this.#signatures[b[0]]!.weight - a[1] / this.#signatures[a[0]]!.weight)
      .slice(0, 12);
    for (const [number] of candidates) {
      const found = this.#align(this.#signatures[number]!, words);
      const before = best.get(found.intent);
      if (found.share >= FOUND && (!before || found.share > before.share)) best.set(found.intent, found);
    }
    return [...best.values()].sort((a, b) => b.share - a.share);
  }

  #weightOf(number: number, key: string): number {
    let sum = 0;
    for (const w of this.#signatures[number]!.words) if (skeleton(w) === key) sum += this.#rarity.get(w)!;
    return sum;
  }

  /** Local alignment: the best run of the text against the whole signature; what is missing of it costs its weight. */
  #align(signature: Signature, text: readonly string[]): Found {
    const { words, weight } = signature;
    const EXTRA = 0.4;
    let previous = new Float64Array(text.length + 1);
    let begun = Int32Array.from({ length: text.length + 1 }, (_, i) => i);
    for (const word of words) {
      const rarity = this.#rarity.get(word)!;
      const current = new Float64Array(text.length + 1);
      const from = new Int32Array(text.length + 1);
      current[0] = 0;
      for (let j = 1; j <= text.length; j++) {
        const match = word === GAP ? 0.2 : rarity * alike(word, text[j - 1]!);
        const taken = previous[j - 1]! + match;
        const missing = previous[j]!;
        const extra = current[j - 1]! - (word === GAP ? 0 : EXTRA);
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
    for (let j = 1; j <= text.length; j++) if (previous[j]! > previous[end]!) end = j;
    return { intent: signature.intent, share: Math.min(1, previous[end]! / weight), from: begun[end]!, to: end };
  }
}

/** 1 for the same word, 0.8 for one misread or mistyped letter in a long one, else 0. */
function alike(a: string, b: string): number {
  if (a === b) return 1;
  if (skeleton(a) === skeleton(b)) return 0.95;
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return 0;
  const wrong = distance(a, b);
  return wrong === 1 || (wrong === 2 && a.length >= 8) ? 0.8 : 0;
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
