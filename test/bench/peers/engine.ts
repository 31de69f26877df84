/** The port of engines: every peer, and Firstline itself, is trained and asked through it. */

/** A text with its label, as every engine gets it. */
export interface Row {
  readonly text: string;
  readonly label: string;
}

/**
 * The rows to learn from and to be judged by. `none` is the label of texts that are none of ours, whether or not
 * training rows have it.
 */
export interface Task {
  readonly train: readonly Row[];
  readonly test: readonly Row[];
  readonly none: string;
}

/** An engine's confidence in each label, in any unit of its own as long as surer is more. */
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
