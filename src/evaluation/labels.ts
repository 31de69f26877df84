import { among, isRight, type Judged, type Rule, share, takenFor } from './judged.ts';

/** How well one label is known. */
export interface LabelFigures {
  readonly label: string;
  readonly n: number;
  /** Of its texts: taken for it, right among two guesses, and named without asking and rightly. */
  readonly right: number;
  readonly top2: number;
  readonly named: number;
  /** Of all texts that were taken for it, how many are its own; null when none was. */
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
        // What is not ours is never named: refusing it is all that can be wanted.
        named: share(own, (j) => right(j) && (none || j.reading.decision === 'answer')),
        precision: claimed.length === 0 ? null : share(claimed, right),
      };
    })
    .sort((a, b) => a.right - b.right || a.label.localeCompare(b.label));
}

/** So many texts of a label were taken for another. */
export interface Confusion {
  readonly label: string;
  readonly taken: string;
  readonly n: number;
}

/** What was taken for what, the most frequent first. */
export function confusions(judged: readonly Judged[], rule: Rule): Confusion[] {
  const wrong = judged.filter((j) => !isRight(j, rule));
  return [...Map.groupBy(wrong, (j) => j.row.label)]
    .flatMap(([label, some]) =>
      [...Map.groupBy(some, (j) => takenFor(j, rule.noneLabel))].map(([taken, { length: n }]) => ({ label, taken, n })),
    )
    .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label) || a.taken.localeCompare(b.taken));
}

/** Rows are the labels, columns what their texts were taken for; a column that nothing was taken for is left out. */
export interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly count: (label: string, taken: string) => number;
}

/** The whole confusion matrix, in alphabetical order after what is not ours. */
export function matrixOf(judged: readonly Judged[], rule: Rule): Matrix {
  const key = (label: string, taken: string): string => JSON.stringify([label, taken]);
  const counts = new Map<string, number>();
  const [rows, columns] = [new Set<string>(), new Set<string>()];
  for (const j of judged) {
    // Taken for one that would be right too is no confusion.
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
