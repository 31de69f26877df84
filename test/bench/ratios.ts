/** Works out ratios of rounds, and whether they mean anything. */
import { median } from './figures.ts';

/** The ratios of single rounds as one: their median, the quarters around it, and the outermost. */
export interface Spread {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  /** The number of rounds with a ratio above 1. */
  readonly above: number;
}

/** The meaning of a ratio, for a figure of which more (or less) is better. */
export type Verdict = 'better' | 'worse' | 'same';

/** The smallest difference of a median from 1 that counts. */
export const LEAST_DIFFERENCE = 0.03;
/**
 * The share of the rounds that must agree, and the number of rounds there must be: with fewer than ten, that could be
 * chance.
 */
export const LEAST_AGREEING = 0.95;
export const LEAST_ROUNDS = 10;

/** The ratio of every round in which both sides have a value other than zero. */
export function ratiosOf(rounds: readonly (readonly [number, number])[]): number[] {
  return rounds.filter(([a, b]) => a > 0 && b > 0).map(([a, b]) => a / b);
}

/**
 * The spread of some ratios.
 * @throws {RangeError} if there is no ratio at all
 */
export function spreadOf(ratios: readonly number[]): Spread {
  if (ratios.length === 0) throw new RangeError('no rounds to take together');
  const sorted = [...ratios].sort((a, b) => a - b);
  return {
    median: median(sorted),
    q1: quantile(sorted, 0.25),
    q3: quantile(sorted, 0.75),
    min: sorted[0]!,
    max: sorted.at(-1)!,
    rounds: sorted.length,
    above: sorted.filter((ratio) => ratio > 1).length,
  };
}

/** The verdict on a ratio: a difference only if nearly all rounds agree on it, and if it is large enough to matter. */
export function verdictOf({ median, rounds, above }: Spread, better: 'more' | 'less'): Verdict {
  const agreeing = (median > 1 ? above : rounds - above) / rounds;
  if (rounds < LEAST_ROUNDS || agreeing < LEAST_AGREEING || Math.abs(median - 1) < LEAST_DIFFERENCE) return 'same';
  return median > 1 === (better === 'more') ? 'better' : 'worse';
}

/** The quantile of sorted values, interpolated between two of them if the share falls between. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at % 1);
}
