/** Finds what people always say in the same few words, and nearly always as chatter: "yours faithfully". */

/** A text to learn chatter from. */
export interface ChatterText {
  readonly words: readonly string[];
  readonly isChatter: boolean;
}

/** The words of a formula in a text, from the first up to the one after the last. */
interface FormulaPlace {
  readonly from: number;
  readonly to: number;
}

/** The lengths of formulas, in words, and the longest one that is learned from texts. */
const [SHORTEST, LONGEST, LONGEST_LEARNED] = [2, 8, 6];
/** The strength with which a formula speaks for chatter at the least: it stands there twenty times as often. */
const STRENGTH = 3;

/** Formulas, each as its words with a space between them. */
export class Formulas implements Iterable<string> {
  readonly #all: ReadonlySet<string>;
  /** Their first words: most words of a text begin none. */
  readonly #first: ReadonlySet<string>;

  constructor(formulas: Iterable<string>) {
    this.#all = new Set(formulas);
    this.#first = new Set([...this.#all].map((formula) => formula.slice(0, formula.indexOf(' '))));
  }

  /**
   * The formulas that are given, and those among texts: the short ones of chatter that stand far more often in chatter than
   * elsewhere.
   */
  static learn(texts: readonly ChatterText[], given: readonly (readonly string[])[]): Formulas {
    const isShort = ({ length }: readonly string[]): boolean => length >= SHORTEST && length <= LONGEST_LEARNED;
    const short = texts
      .filter(({ words, isChatter }) => isChatter && isShort(words))
      .map(({ words }) => words.join(' '));
    const counts = new Map(short.map((formula) => [formula, { chatter: 0, rest: 0 }]));
    const all = { chatter: 0, rest: 0 };
    const some = new Formulas(short);
    for (const { words, isChatter } of texts) {
      const kind = isChatter ? 'chatter' : 'rest';
      all[kind] += words.length;
      for (const { from, to } of some.runs(words)) counts.get(words.slice(from, to).join(' '))![kind]++;
    }
    const strengthOf = ({ chatter, rest }: typeof all): number =>
      Math.log(chatter / all.chatter) - Math.log((rest + 0.5) / all.rest);
    const learned = [...counts].flatMap(([formula, count]) => (strengthOf(count) >= STRENGTH ? [formula] : []));
    return new Formulas([...given.map((words) => words.join(' ')), ...learned]);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#all[Symbol.iterator]();
  }

  /** The runs of words that are formulas. */
  runs(words: readonly string[]): FormulaPlace[] {
    const runs: FormulaPlace[] = [];
    for (const [from, word] of words.entries()) {
      if (!this.#first.has(word)) continue;
      for (let to = from + SHORTEST; to <= Math.min(words.length, from + LONGEST); to++)
        if (this.#all.has(words.slice(from, to).join(' '))) runs.push({ from, to });
    }
    return runs;
  }
}
