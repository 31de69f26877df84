/** Reads the codes and numbers of errors as people copy them: without their prefix, in decimal, with hardly a word beside. */
import { type BareNumbers, bareNumbersOf } from '../core/bare-number.ts';
import type { Content } from '../core/content.ts';
import type { Span } from '../core/reading.ts';
import { decimalsOf, firstNumber, isEverybodys } from './code-words.ts';
import type { Lexicon } from './lexicon.ts';
import type { Found } from './signatures.ts';
import type { Topic } from './topics.ts';

/** A number that may be a code without its prefix. */
const NUMBER = /^\d{5,7}$/;
const PREFIXED = /\baadsts ?(\d{5,7})\b/gi;
const A_CODE = /^aadsts(\d{5,7})$/;
/** A hexadecimal code that tells something: all zeros say that nothing failed. */
const HEXADECIMAL = /^code(?!0{8})[\da-f]{8}$/;
/** The share of a signature from which on it needs no help of its code. */
const WHOLE = 0.85;
const DECIMAL = /^\d{9,10}$/;
const NOBODY: ReadonlySet<string> = new Set();
/** The longest text, in characters, that can be a number and nothing else. */
const LONGEST = 80;

/** A code with a prefix that programs show, and the packs that have it. */
interface Prefixed {
  readonly code: string;
  readonly packs: Set<string>;
}

/** Knows which numbers are known errors, by the programs' own words of all intents. */
export class ErrorNumbers {
  readonly #prefixed: ReadonlyMap<string, Prefixed>;
  readonly #shownBy = new Map<string, Set<string>>();
  /** The problems that show each hexadecimal code, with their packs. */
  readonly #hexadecimal = new Map<string, Map<string, string>>();
  readonly #decimals = new Map<string, string>();
  /** The decimals that programs show themselves: what such a program says is known by them. */
  readonly #shown = new Set<string>();
  readonly #topics: ReadonlyMap<string, Topic>;
  /** The words of each pack's products and their parts: "printer", "meeting room". */
  readonly #products: ReadonlyMap<string, ReadonlySet<string>>;
  /** The words for an error that stand right before its number, each cut into words. */
  readonly #errors: readonly (readonly string[])[];

  readonly #bare: BareNumbers;

  constructor({ packs, intents }: Content, topics: readonly Topic[], { tokens, names }: Lexicon) {
    this.#bare = bareNumbersOf({ packs });
    this.#topics = new Map(topics.map((topic) => [topic.pack, topic]));
    this.#errors = [...packs.values()].flatMap(({ talk }) => talk.errors.map(tokens));
    this.#products = new Map(
      [...packs.values()].map(({ id, about }) => {
        const written = [...about.names, ...about.parts].filter((part) => !part.includes('*'));
        const marks = [...packs.keys()].map((pack) => names.partWord(pack)).filter((word) => word !== null);
        return [id, new Set([...written.flatMap(tokens), ...marks])];
      }),
    );
    const prefixed = new Map<string, Prefixed>();
    for (const { id, pack, says, kind } of intents.values())
      for (const text of says) {
        for (const [, number] of text.matchAll(PREFIXED)) {
          const known = prefixed.get(number!) ?? { code: `aadsts${number}`, packs: new Set() };
          prefixed.set(number!, known);
          known.packs.add(pack);
          this.#note(number!, id);
        }
        const words = tokens(text);
        for (const [at, word] of words.entries()) {
          if (DECIMAL.test(word)) this.#shown.add(word);
          if (/^\d{2,7}$/.test(word) && this.#isCalled(words, at)) this.#note(word, id);
          if (kind === 'problem' && HEXADECIMAL.test(word)) this.#noteCode(word, id, pack);
        }
      }
    this.#prefixed = prefixed;
  }

  /**
   * The code that a word of a text is: a known one in decimal, or a known number without its prefix, where the text calls
   * it an error, names the product of the code's pack or tells what is done with it, or has nothing else in it.
   */
  codeOf(word: string, words: () => readonly string[]): string | null {
    const decimal = this.#decimals.get(word);
    if (decimal !== undefined && !this.#shown.has(word)) return decimal;
    const known = NUMBER.test(word) ? this.#prefixed.get(word) : undefined;
    if (!known) return null;
    const all = words();
    const isCode = [...known.packs].some((pack) => {
      const topic = this.#topics.get(pack);
      return topic?.isNamed(all) || topic?.isDone(all) || this.#isAllOf(all, word, pack);
    });
    return isCode || this.#isCalledIn(all, word) ? known.code : null;
  }

  /**
   * The number that a text consists of, if it doesn't tell which problem is meant: of two to four digits, or a longer
   * one that is known and either isn't even called an error, or is shown by several problems. `isWhole` tells of a longer
   * one whether all of the text is what one program shows.
   */
  aloneIn(text: string, words: () => readonly string[], isWhole: () => boolean): string | null {
    if (text.length > LONGEST) return null;
    const short = this.#bare.in(text);
    if (short !== null) return this.#bare.isShared(text) ? short : null;
    const { said, number, isPrefixed } = firstNumber(text) ?? {};
    if (said === undefined || number === undefined || !this.#bare.isCodeAlone(text, said)) return null;
    const { size } = this.#shownByNumber(number);
    const isCalled = isPrefixed || this.#isCalledIn(words(), number);
    return size > (isCalled ? 1 : 0) && !isWhole() ? number : null;
  }

  /**
   * The finds in the words of a text, with the problems whose number stands there without the other words of their
   * program: a code ("the room shows 50105", "error 0x80070035"), or the number that the text consists of. A code that
   * stands in what one program was found to say tells nothing of the others that show it. `isAllTold` tells whether the
   * words beside a place tell nothing.
   */
  add(
    found: readonly Found[],
    words: readonly string[],
    alone: string | null,
    isAllTold: (place: Span) => boolean,
  ): readonly Found[] {
    const shown = words.flatMap((word, from) => {
      const place = { from, to: from + 1 };
      const [, number] = A_CODE.exec(word) ?? [];
      if (number !== undefined) return this.#foundBy(number, place);
      const owners = this.#hexadecimal.get(word);
      if (!owners || found.some((f) => f.share >= WHOLE && f.from <= from && f.to > from)) return [];
      if (isEverybodys(word) && !isAllTold(place)) return [];
      return [...owners.keys()].map((intent) => ({ intent, share: 1, ...place }));
    });
    const all = alone === null ? shown : [...shown, ...this.#foundBy(alone, { from: 0, to: words.length })];
    const more = all.filter(({ intent }) => !found.some((f) => f.intent === intent && f.share >= WHOLE));
    if (more.length === 0) return found;
    const first = new Map(more.toReversed().map((f) => [f.intent, f]));
    return [...found.filter(({ intent }) => !first.has(intent)), ...first.values()];
  }

  /** Whether a word names a program of a pack, in a text with a code of that pack: it is about no other program. */
  isProductBeside(pack: string, word: string, words: readonly string[]): boolean {
    const isOfPack = (code: string): boolean =>
      this.#prefixed.get(A_CODE.exec(code)?.[1] ?? '')?.packs.has(pack) ||
      [...(this.#hexadecimal.get(code)?.values() ?? [])].includes(pack);
    return this.#products.get(pack)?.has(word) === true && words.some(isOfPack);
  }

  #foundBy(number: string, place: Span): Found[] {
    return [...this.#shownByNumber(number)].map((intent) => ({ intent, share: 1, ...place }));
  }

  /** The problems whose programs show a number, after a word for an error or with its prefix: "VPN error 619". */
  #shownByNumber(number: string): ReadonlySet<string> {
    return this.#shownBy.get(number) ?? NOBODY;
  }

  #note(number: string, intent: string): void {
    const known = this.#shownBy.get(number) ?? new Set();
    this.#shownBy.set(number, known.add(intent));
  }

  #noteCode(word: string, intent: string, pack: string): void {
    const known = this.#hexadecimal.get(word) ?? new Map<string, string>();
    this.#hexadecimal.set(word, known.set(intent, pack));
    for (const decimal of decimalsOf(word)) this.#decimals.set(decimal, word);
  }

  #isCalledIn(words: readonly string[], number: string): boolean {
    return words.some((word, at) => word === number && (this.#isCalled(words, at) || this.#isCalled(words, at + 2)));
  }

  /** Whether a word for an error stands right before a place. */
  #isCalled(words: readonly string[], at: number): boolean {
    return this.#errors.some(
      (error) => error.length <= at && error.every((word, i) => words[at - error.length + i] === word),
    );
  }

  /** Whether a text has nothing but the number, words that tell nothing, and the name of one of the pack's programs. */
  #isAllOf(words: readonly string[], number: string, pack: string): boolean {
    const products = this.#products.get(pack);
    return words.every((word) => word === number || this.#bare.isEmpty(word) || products?.has(word) === true);
  }
}
