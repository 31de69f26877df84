/** Tells messages that hold the number of an error and nothing that says which program shows it. */
import type { Content } from './content.ts';

/** A number of Windows has two to four digits, and may belong to any of its programs. */
const NUMBER = /^\d{2,4}$/;
/** Such a number in hexadecimal. */
const HEXADECIMAL = /^(?:0x)?[\da-f]{8}$/;
/** A number in hexadecimal that is written in two halves. */
const HALVES = /(?<![\p{L}\p{N}])0x ?([\da-f]{4})[ -]?([\da-f]{4})(?![\p{L}\p{N}])/u;

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Knows the words that stand beside a number and tell nothing of the program that shows it. */
export class BareNumbers {
  readonly #empty: ReadonlySet<string>;

  /** `beside` are those words, or phrases of them. */
  constructor(beside: Iterable<string>) {
    this.#empty = new Set([...beside].flatMap(wordsIn));
  }

  /** The number, in lower case, that a text consists of; null where it says anything else besides. */
  in(text: string): string | null {
    const words = wordsIn(text.toLowerCase().replace(HALVES, '0x$1$2'));
    const [number, ...rest] = words.filter((word) => !this.#empty.has(word));
    const isOne = number !== undefined && rest.length === 0 && (NUMBER.test(number) || HEXADECIMAL.test(number));
    return isOne ? number : null;
  }

  /** Whether a word beside a number tells nothing of the program that shows it. */
  isEmpty(word: string): boolean {
    return this.#empty.has(word);
  }

  /** Whether a text is the plain number of an error, which several programs share. */
  isShared(text: string): boolean {
    return NUMBER.test(this.in(text) ?? '');
  }

  /** Whether a text is an error's code, and says nothing else of it. */
  isCodeAlone(text: string, code: string): boolean {
    return wordsIn(text.toLowerCase().replace(code.toLowerCase(), ' ')).every((word) => this.#empty.has(word));
  }
}

const known = new WeakMap<object, BareNumbers>();

/** The bare numbers of some content, worked out once for as long as its packs are used. */
export function bareNumbersOf({ packs }: Pick<Content, 'packs'>): BareNumbers {
  const before = known.get(packs);
  if (before) return before;
  const fresh = new BareNumbers([...packs.values()].flatMap(({ talk }) => talk.told['beside-number'] ?? []));
  known.set(packs, fresh);
  return fresh;
}
