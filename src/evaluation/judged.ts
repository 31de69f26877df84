/** Decides whether a judged reading is right. */
import type { Explanation, Reading } from '../core/reading.ts';
import type { Labelled } from './labelled.ts';

/**
 * A labelled text, its reading, and the milliseconds that took; `explain` says why, where the engine that read it can, and
 * takes as long as some twenty readings.
 */
export interface Judged {
  readonly row: Labelled;
  readonly reading: Reading;
  readonly ms: number;
  readonly explain: (() => Explanation) | null;
}

/** The rule for what is right: the row's own label alone, or also the other labels of the row. */
export interface Rule {
  readonly noneLabel: string;
  readonly also: boolean;
}

/** The labels under which a reading of this row is right. */
function rightLabels(row: Labelled, { also }: Rule): readonly string[] {
  return also ? [row.label, ...row.also] : [row.label];
}

/** The intent that a text was taken for: the best guess, or `noneLabel`. */
export function takenFor({ reading }: Judged, noneLabel: string): string {
  return reading.decision === 'none' ? noneLabel : (reading.guesses[0]?.intent ?? noneLabel);
}

/** Whether the text was taken for a right label. */
export function isRight(j: Judged, rule: Rule): boolean {
  return rightLabels(j.row, rule).includes(takenFor(j, rule.noneLabel));
}

/** Whether one of the first `most` guesses is right. */
export function among(j: Judged, most: number, rule: Rule): boolean {
  const right = rightLabels(j.row, rule);
  return j.reading.guesses.slice(0, most).some((g) => right.includes(g.intent));
}

/** Whether the person is shown the right intent: named, or among the three offered. */
export function isOffered(j: Judged, rule: Rule): boolean {
  if (j.reading.decision === 'none') return rightLabels(j.row, rule).includes(rule.noneLabel);
  return among(j, j.reading.decision === 'answer' ? 1 : 3, rule);
}

/** The share that passes the test, 0 to 1; 0 of none. */
export function share<T>(some: readonly T[], test: (one: T) => boolean): number {
  return some.length === 0 ? 0 : some.filter(test).length / some.length;
}
