/** The curve of rejection: how many texts about other things are refused while how many of ours are kept. */
import type { Judged } from './judged.ts';

/** A point of the curve, in shares: of our own texts that are kept, and of other texts that are refused. */
export interface RejectionPoint {
  readonly kept: number;
  readonly refused: number;
}

/** The curve of rejection, and the point that is in use. */
export interface RejectionCurve {
  /** The chance that a text of ours is surer than one of another kind: 1 parts them wholly, 0.5 not at all. */
  readonly auroc: number;
  readonly points: readonly RejectionPoint[];
  readonly chosen: RejectionPoint;
}

/** The shares of our own texts that the curve is told for. */
const KEPT = [0.99, 0.97, 0.95, 0.9, 0.85, 0.8];

/** The curve of judged readings; null where texts of one kind are missing. */
export function rejectionCurve(judged: readonly Judged[], noneLabel: string): RejectionCurve | null {
  const isOurs = ({ row }: Judged): boolean => row.label !== noneLabel;
  const [ours, others] = [judged.filter(isOurs), judged.filter((j) => !isOurs(j))];
  if (ours.length === 0 || others.length === 0) return null;
  const sure = ours.map(surenessOf).sort((a, b) => a - b);
  const strange = others.map(surenessOf);
  const refusedBelow = (cut: number): number => strange.filter((s) => s < cut).length / strange.length;
  const refusedOf = (some: readonly Judged[]): number =>
    some.filter(({ reading }) => reading.decision === 'none').length / some.length;
  return {
    auroc: areaUnder(sure, strange),
    points: KEPT.map((kept) => ({ kept, refused: refusedBelow(sure[Math.floor((1 - kept) * sure.length)]!) })),
    chosen: { kept: 1 - refusedOf(ours), refused: refusedOf(others) },
  };
}

/** The chance, by a reading, that the text is ours at all; the guesses of a refused text are too small to be listed. */
function surenessOf({ reading }: Judged): number {
  if (reading.decision === 'none') return 1 - reading.confidence;
  return reading.guesses.reduce((sum, guess) => sum + guess.confidence, 0);
}

/** The share of other texts that would be refused where this share of ours is kept. */
export function refusedAt(kept: number, { points }: RejectionCurve): number {
  return points.find((point) => point.kept === kept)!.refused;
}

/** The share of pairs in which the first is surer; equal ones count half. `sure` is in ascending order. */
function areaUnder(sure: readonly number[], strange: readonly number[]): number {
  const below = (value: number, orEqual: boolean): number => {
    let [low, high] = [0, sure.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sure[middle]! < value || (orEqual && sure[middle] === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const pairs = strange.reduce((sum, s) => {
    const [less, upTo] = [below(s, false), below(s, true)];
    return sum + (sure.length - upTo) + (upTo - less) / 2;
  }, 0);
  return pairs / (sure.length * strange.length);
}
