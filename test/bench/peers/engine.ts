/** A text with its label, as every engine gets it. */
export interface Row {
  readonly text: string;
  readonly label: string;
}

/** What there is to learn and to be judged by. `none` is the label of what is not ours, among the training rows or not. */
export interface Task {
  readonly train: readonly Row[];
  readonly test: readonly Row[];
  readonly none: string;
}

/** How sure an engine is of each label, in any unit of its own as long as surer is more. */
export type Scores = ReadonlyMap<string, number>;

/** An engine, trained. */
export type Classify = (text: string) => Scores | Promise<Scores>;

/** Trains on rows that are the same for every engine. */
export type Train = (task: Task) => Classify | Promise<Classify>;

/** The best score of every label among scored examples: the nearest example wins. */
export function nearestWins(hits: Iterable<{ readonly label: string; readonly score: number }>): Scores {
  const best = new Map<string, number>();
  for (const { label, score } of hits) best.set(label, Math.max(score, best.get(label) ?? 0));
  return best;
}
