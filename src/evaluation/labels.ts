/** Computes figures by label, and the confusions between labels. */
import { among, isRight, type Judged, type Rule, share, takenFor } from './judged.ts';

/** The figures of one label. */
export interface LabelFigures {
  readonly label: string;
  readonly n: number;
  /**
   * The shares of its texts that were taken for it, that were right among two guesses, and that were named rightly
   * without asking.
   */
  readonly right: number;
  readonly top2: number;
  readonly named: number;
  /** The share of its own texts among all that were taken for it; null if there are none. */
  readonly precision: number | null;
}

/** Every label's figures, the weakest first. */
export function labelFigures(judged: readonly Judged[], rule: Rule): LabelFigures[] {
  const taken = Map.groupBy(judged, (j) => takenFor(j, rule.noneLabel));
  return [...Map.groupBy(judged, (j) => j.row.label)]
    .map(([label, own]) => {
      const claimed = taken.get(label) ?? [];
      const right = (j: Judged): boolean => isRight(j, rule);
      const none = label === rule.noneLabel;
      return {
        label,
        n: own.length,
        right: share(own, right),
        top2: share(own, (j) => (none ? right(j) : among(j, 2, rule))),
        // A text that is none of ours is never named: refusing it is all that can be wanted.
        named: share(own, (j) => right(j) && (none || j.reading.decision === 'answer')),
        precision: claimed.length === 0 ? null : share(claimed, right),
      };
    })
    .sort((a, b) => a.right - b.right || a.label.localeCompare(b.label));
}

/** The number of texts of a label that were taken for another. */
export interface Confusion {
  readonly label: string;
  readonly taken: string;
  readonly n: number;
}

/** All confusions, the most frequent first. */
export function confusions(judged: readonly Judged[], rule: Rule): Confusion[] {
  const wrong = judged.filter((j) => !isRight(j, rule));
  return [...Map.groupBy(wrong, (j) => j.row.label)]
    .flatMap(([label, some]) =>
      [...Map.groupBy(some, (j) => takenFor(j, rule.noneLabel))].map(([taken, { length: n }]) => ({ label, taken, n })),
    )
    .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label) || a.taken.localeCompare(b.taken));
}

/**
 * The confusion matrix: rows are the labels, columns the labels their texts were taken for; empty columns are left out.
 */
export interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly count: (label: string, taken: string) => number;
}

/** The whole confusion matrix: texts that are none of ours first, then the labels in alphabetical order. */
export function matrixOf(judged: readonly Judged[], rule: Rule): Matrix {
  const key = (label: string, taken: string): string => JSON.stringify([label, taken]);
  const counts = new Map<string, number>();
  const [rows, columns] = [new Set<string>(), new Set<string>()];
  for (const j of judged) {
    // A text taken for another label that would be right too is no confusion.
    const taken = isRight(j, rule) ? j.row.label : takenFor(j, rule.noneLabel);
    rows.add(j.row.label);
    columns.add(taken);
    const at = key(j.row.label, taken);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  const none = (label: string): number => (label === rule.noneLabel ? 1 : 0);
  const inOrder = (labels: Iterable<string>): string[] =>
    [...labels].sort((a, b) => none(b) - none(a) || a.localeCompare(b));
  return { rows: inOrder(rows), columns: inOrder(columns), count: (l, t) => counts.get(key(l, t)) ?? 0 };
}
