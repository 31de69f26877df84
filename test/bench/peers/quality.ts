/** Computes the quality of an engine from its answers. */
import type { Row, Scores } from './engine.ts';

/** An engine's answer to one text: the best label that is ours, and how much surer it is of that than of none. */
export interface Taken {
  readonly row: Row;
  readonly label: string;
  readonly ours: number;
}

/** An engine's answer from its scores; one without any score answers nothing. */
export function takenOf(row: Row, scores: Scores, none: string): Taken {
  let label = '';
  let best = Number.NEGATIVE_INFINITY;
  for (const [candidate, score] of scores) if (candidate !== none && score > best) [label, best] = [candidate, score];
  return { row, label, ours: (label === '' ? 0 : best) - (scores.get(none) ?? 0) };
}

/**
 * The quality of an engine, and how well it tells texts that are none of ours; null if the test holds nothing to tell.
 */
export interface Quality {
  readonly n: number;
  /** The share of our texts with the right best guess; whether it would have been refused is another question. */
  readonly accuracy: number;
  /**
   * The share of pairs, one text of ours and one that isn't, in which it is surer of ours: 0.5 is chance, 1 perfect.
   */
  readonly auroc: number | null;
  /** The share of texts that are none of ours which a threshold that keeps 95% of ours would refuse. */
  readonly rejected: number | null;
}

const KEPT = 0.95;

/** The quality of an engine over all of its answers. */
export function qualityOf(taken: readonly Taken[], none: string): Quality {
  const ours = taken.filter((t) => t.row.label !== none);
  const others = taken.filter((t) => t.row.label === none);
  const right = ours.filter((t) => t.label === t.row.label).length;
  const told = ours.length > 0 && others.length > 0;
  return {
    n: taken.length,
    accuracy: right / Math.max(1, ours.length),
    auroc: told ? auroc(ours.map(sure), others.map(sure)) : null,
    rejected: told ? shareBelow(thresholdOf(ours.map(sure)), others.map(sure)) : null,
  };
}

function sure(t: Taken): number {
  return t.ours;
}

/** The share of pairs, one of ours and one of others, in which ours has the higher score; equal ones count half. */
export function auroc(ours: readonly number[], others: readonly number[]): number {
  const all = [...ours.map((score) => ({ score, own: true })), ...others.map((score) => ({ score, own: false }))];
  all.sort((a, b) => a.score - b.score);
  let sum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]!.score === all[from]!.score) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (all[i]!.own) sum += rank;
    from = to;
  }
  return (sum - (ours.length * (ours.length + 1)) / 2) / (ours.length * others.length);
}

/** The threshold that keeps 95% of the scores of ours: a text with a score below it is rejected. */
export function thresholdOf(ours: readonly number[]): number {
  const sorted = [...ours].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * (1 - KEPT))]!;
}

/** The share of the scores that are below a threshold. */
export function shareBelow(threshold: number, scores: readonly number[]): number {
  return scores.filter((score) => score < threshold).length / scores.length;
}
