/** Finds the words of a text that are chatter, by the words that people use in chatter and elsewhere. */
import type { Vocabulary } from './features.ts';
import { type ChatterText, Formulas } from './formulas.ts';

/** The words of a text, clause by clause, in their order. */
type Clauses = readonly (readonly string[])[];

/** The strengths of words, in whole units of this much, so that a byte is enough for each. */
const UNIT = 1 / 14;
/** The number of words in the world, of which those never seen before share what is left of the chances. */
const WORLD = 20_000;
/**
 * The strength that a word of chatter must have beyond that of any other word: to take a word for chatter that tells
 * something costs more than to keep one too many.
 */
const BIAS = 0.3;
/** The strength that speaks for a change between chatter and the rest: within a clause it is rare. */
const AT_CLAUSE = 2;
const WITHIN = 8;
/** The least strength of a word in a formula. */
const IN_FORMULA = 1;

/**
 * Parts a text into chatter and the rest. Each word speaks for one of them, and the text is parted where that explains
 * its words best, with few changes: a hidden Markov model with two states.
 */
export class ChatterFinder {
  /** The strengths of words by their numbers in the vocabulary, above 0 for chatter, in units. */
  readonly strengths: Int8Array;
  /** The strength of a word that was never seen, in units. */
  readonly unseen: number;
  readonly formulas: Formulas;
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary, strengths: Int8Array, unseen: number, formulas: Formulas) {
    this.formulas = formulas;
    this.#vocabulary = vocabulary;
    this.strengths = strengths;
    this.unseen = unseen;
  }

  /** Learns from texts of both kinds; null without chatter. `formulas` are cut away whatever their words are. */
  static learn(
    texts: readonly ChatterText[],
    vocabulary: Vocabulary,
    formulas: readonly (readonly string[])[] = [],
  ): ChatterFinder | null {
    const [chatter, rest] = [countsOf(texts, true), countsOf(texts, false)];
    if (chatter.all === 0 || rest.all === 0) return null;
    const strength = (word: string): number =>
      inUnits(Math.log(chanceOf(word, chatter)) - Math.log(chanceOf(word, rest)));
    const strengths = new Int8Array(vocabulary.size);
    for (const word of new Set([...chatter.count.keys(), ...rest.count.keys()])) {
      const number = vocabulary.numberOf(word);
      if (number >= 0) strengths[number] = strength(word);
    }
    return new ChatterFinder(vocabulary, strengths, strength(''), Formulas.learn(texts, formulas));
  }

  /** Whether each word tells something, clause by clause; null where all of them do, or none. */
  told(clauses: Clauses): readonly (readonly boolean[])[] | null {
    const told = this.#parted(clauses);
    if (!told.includes(true) || !told.includes(false)) return null;
    let at = 0;
    return clauses.map((clause) => clause.map(() => told[at++]!));
  }

  /** Whether each word tells something, by the parting that explains all of them best (Viterbi's way to find it). */
  #parted(clauses: Clauses): readonly boolean[] {
    /** Whether the best way to each word, as one of the rest and as chatter, changes just before it. */
    const changes: { readonly rest: boolean; readonly chatter: boolean }[] = [];
    let [rest, chatter] = [0, 0];
    for (const clause of clauses) {
      /** The places where chatter may begin or end, and those within formulas. */
      const [edges, within] = [new Set([0]), new Set<number>()];
      for (const { from, to } of this.formulas.runs(clause)) {
        edges.add(from).add(to);
        for (let i = from; i < to; i++) within.add(i);
      }
      for (const [i, word] of clause.entries()) {
        const change = edges.has(i) ? AT_CLAUSE : WITHIN;
        const own = this.#strengthOf(word);
        const by = within.has(i) ? Math.max(IN_FORMULA, own) : own - BIAS;
        changes.push({ rest: chatter - change > rest, chatter: rest - change > chatter });
        [rest, chatter] = [Math.max(rest, chatter - change), Math.max(chatter, rest - change) + by];
      }
    }
    const told: boolean[] = [];
    let isChatter = chatter > rest;
    for (let i = changes.length - 1; i >= 0; i--) {
      told[i] = !isChatter;
      if (isChatter ? changes[i]!.chatter : changes[i]!.rest) isChatter = !isChatter;
    }
    return told;
  }

  #strengthOf(word: string): number {
    const number = this.#vocabulary.numberOf(word);
    return (number < 0 ? this.unseen : this.strengths[number]!) * UNIT;
  }
}

/** The words of texts of one kind, counted. */
interface Counts {
  readonly count: ReadonlyMap<string, number>;
  readonly all: number;
  /** The chance that a word is none of them: the share of those that came once (Good and Turing). */
  readonly unseen: number;
}

function countsOf(texts: readonly ChatterText[], isChatter: boolean): Counts {
  const count = new Map<string, number>();
  let [all, once] = [0, 0];
  for (const text of texts)
    if (text.isChatter === isChatter)
      for (const word of text.words) {
        all++;
        count.set(word, (count.get(word) ?? 0) + 1);
      }
  for (const times of count.values()) if (times === 1) once++;
  return { count, all, unseen: once / Math.max(1, all) };
}

function chanceOf(word: string, { count, all, unseen }: Counts): number {
  const times = count.get(word);
  return times === undefined ? unseen / WORLD : (times / all) * (1 - unseen);
}

function inUnits(strength: number): number {
  return Math.max(-127, Math.min(127, Math.round(strength / UNIT)));
}
