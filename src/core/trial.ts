/** Trials: the effect of a change of the content on what is understood, seen before the change is taken. */
import type { Reading } from './reading.ts';

/**
 * How a text that was never seen in training is read: named rightly without asking, or rightly refused (`right`); asked about
 * (`asked`); not recognised (`unknown`); named wrongly (`wrong`).
 */
export const STANDINGS = ['right', 'asked', 'unknown', 'wrong'] as const;
export type ReadAs = (typeof STANDINGS)[number];
export type ReadingTally = Readonly<Record<ReadAs, number>>;

/** An example of the content that is read otherwise after the change. */
export interface MovedExample {
  readonly intent: string;
  readonly text: string;
  readonly before: ReadAs;
  readonly after: ReadAs;
  /** The intent that it is taken for after the change; null for none. */
  readonly taken: string | null;
}

/** Examples that moved: how many, how many from which standing to which (`right asked`), and some of them, the gravest first. */
export interface MovedExamples {
  readonly count: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly some: readonly MovedExample[];
}

/** The effect of a change. Words of people stand in it by the id of their lesson alone. */
export interface TrialResult {
  /** The faults that the changed files would have: nothing was tried if there are any. */
  readonly faults: readonly { readonly file: string; readonly line: number; readonly what: string }[];
  /** The examples of the content, as far as they were held back from the training on both sides. */
  readonly before: ReadingTally;
  readonly after: ReadingTally;
  /** The examples that are read worse, and better. */
  readonly hurt: MovedExamples;
  readonly helped: MovedExamples;
  /** The words of the draft: after the change they were learned. */
  readonly draft: { readonly before: ReadingTally; readonly after: ReadingTally; readonly missed: readonly string[] };
  /** The words that nobody chose a use for: how many are named, asked about and not recognised. */
  readonly open: Readonly<Record<'before' | 'after', Readonly<Record<Reading['decision'], number>>>> & {
    /** Those that are named after the change and were not before. */
    readonly named: readonly { readonly id: string; readonly intent: string }[];
  };
}

/** The order for a trial: files that are laid over the content, and the words of people to read before and after. */
export interface TrialOrder {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** `intent` is what the words are to be taken for. */
  readonly draft: readonly { readonly id: string; readonly text: string; readonly intent: string }[];
  readonly open: readonly { readonly id: string; readonly text: string }[];
}
