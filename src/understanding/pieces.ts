/** Finds pieces of the programs' own words in a text: sentences that were cut off, at their end or at their beginning. */
import type { BareNumbers } from '../core/bare-number.ts';
import { besideOf, EXACTLY, SURELY_THERE } from './shown.ts';
import type { Found } from './signatures.ts';
import type { Tokens } from './tokens.ts';

/** Some words of a signature, without a placeholder between them. */
interface Run {
  readonly intent: string;
  readonly words: readonly string[];
}

/** The number by which the number of a run is multiplied, and the place in it added: more places than a run has. */
const PLACES = 2 ** 12;

/** The largest number of words of a text that can be a piece and hardly anything else. */
const LONGEST = 120;
/** The smallest number of words of a piece. */
const FEWEST = 4;
/** The least weight of a piece: "if the problem persists" is part of everything. */
const LEAST = 13;
/** The largest number of words beside a piece, as a share of its own, and the largest number of problems that have it. */
const BESIDE = 0.6;
const MOST = 3;
/** The share of a signature that a piece is taken for: one that is all of the text is what a program shows. */
const SHARE = { whole: SURELY_THERE, some: 0.7 };

/** The pieces of all signatures, by the words they begin with. */
export class Pieces {
  readonly #runs: readonly Run[];
  /** The places of runs, each as one number, by the words there. */
  readonly #beginning = new Map<string, readonly number[]>();
  readonly #rarity = new Map<string, number>();

  readonly #numbers: BareNumbers;

  constructor(
    intents: Iterable<{ readonly id: string; readonly says: readonly string[] }>,
    tokens: Tokens,
    numbers: BareNumbers,
  ) {
    this.#numbers = numbers;
    const texts = [...intents].flatMap(({ id, says }) => says.map((text) => ({ id, text })));
    this.#runs = texts.flatMap(({ id, text }) =>
      text.split(/\{[a-z-]+\}/).map((part) => ({ intent: id, words: tokens(part) })),
    );
    const count = new Map<string, number>();
    for (const [run, { words }] of this.#runs.entries()) {
      for (const word of new Set(words)) count.set(word, (count.get(word) ?? 0) + 1);
      for (let at = 0; at + FEWEST <= words.length; at++) {
        const key = keyAt(words, at);
        const before = this.#beginning.get(key);
        const place = run * PLACES + at;
        this.#beginning.set(key, before ? [...before, place] : [place]);
      }
    }
    for (const [word, n] of count) this.#rarity.set(word, Math.log((1 + this.#runs.length) / n) + 0.3);
  }

  /**
   * The finds in the words of a text, with the problems whose longest piece it consists of, in the place of what is only
   * like it; as they are where the text tells more, or too many problems have that piece.
   */
  add(found: readonly Found[], words: readonly string[]): readonly Found[] {
    const pieces = this.find(words);
    const [piece] = pieces;
    if (!piece) return found;
    const length = piece.to - piece.from;
    const isLess = (f: Found): boolean =>
      f.from >= piece.from && f.to <= piece.to && (f.to - f.from < length || f.share < EXACTLY);
    const kept = found.filter((f) => !isLess(f) || pieces.some((p) => p.intent === f.intent && f.share >= p.share));
    const isShown = kept.some((f) => f.share >= SHARE.whole && f.to - f.from >= length);
    if (isShown) return found;
    return [...kept, ...pieces.filter((p) => !kept.some((f) => f.intent === p.intent && f.share >= p.share))];
  }

  /** The longest pieces that a text consists of. */
  find(words: readonly string[]): Found[] {
    if (words.length > LONGEST) return [];
    let best: { from: number; to: number; intents: Set<string> } | null = null;
    for (let from = 0; from + FEWEST <= words.length; from++)
      for (const place of this.#beginning.get(keyAt(words, from)) ?? []) {
        const { intent, words: known } = this.#runs[Math.floor(place / PLACES)]!;
        const at = place % PLACES;
        let length = FEWEST;
        while (from + length < words.length && words[from + length] === known[at + length]) length++;
        const longest = best === null ? 0 : best.to - best.from;
        if (length > longest) best = { from, to: from + length, intents: new Set([intent]) };
        else if (length === longest && from === best!.from) best!.intents.add(intent);
      }
    if (best === null || best.intents.size > MOST) return [];
    const { from, to, intents } = best;
    const weight = words.slice(from, to).reduce((sum, word) => sum + (this.#rarity.get(word) ?? 0), 0);
    const beside = besideOf({ from, to }, words, this.#numbers);
    if (weight < LEAST || beside.length > BESIDE * (to - from)) return [];
    const share = beside.length > 0 ? SHARE.some : intents.size > 1 ? EXACTLY : SHARE.whole;
    return [...intents].map((intent) => ({ intent, share, from, to }));
  }
}

/** The first words of a piece at a place, as a key. */
function keyAt(words: readonly string[], at: number): string {
  return words.slice(at, at + FEWEST).join(' ');
}
