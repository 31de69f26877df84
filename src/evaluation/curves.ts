/** Computes the curves of an evaluation: reliability, the trade-off of thresholds, and times. */
import type { Judged } from './judged.ts';

/** The readings in a tenth of the confidences: their number, their mean confidence, and the share that were right. */
export interface Bin {
  readonly from: number;
  readonly n: number;
  readonly confidence: number;
  readonly right: number;
}

type Test = (j: Judged) => boolean;

/** The readings in ten bins of equal width, by their confidence. */
export function bins(judged: readonly Judged[], isRight: Test): Bin[] {
  const groups: Judged[][] = Array.from({ length: 10 }, () => []);
  for (const j of judged) groups[Math.min(9, Math.floor(j.reading.confidence * 10))]!.push(j);
  return groups.map((inside, i) => {
    const mean = (of: (j: Judged) => number): number =>
      inside.length === 0 ? 0 : inside.reduce((s, j) => s + of(j), 0) / inside.length;
    return {
      from: i / 10,
      n: inside.length,
      confidence: mean((j) => j.reading.confidence),
      right: mean((j) => (isRight(j) ? 1 : 0)),
    };
  });
}

/**
 * The effect of an `answer` threshold: the share of texts named without asking, and the share of those named rightly.
 */
export interface TradeOff {
  readonly threshold: number;
  readonly named: number;
  /** Null if nothing would be named. */
  readonly right: number | null;
}

/** The trade-off at every hundredth. A refused text stays refused: this threshold does not decide that. */
export function tradeOff(judged: readonly Judged[], isRight: Test): TradeOff[] {
  const shown = judged.filter((j) => j.reading.decision !== 'none');
  return Array.from({ length: 101 }, (_, i) => {
    const threshold = i / 100;
    const named = shown.filter((j) => j.reading.confidence >= threshold);
    return {
      threshold,
      named: named.length / Math.max(1, judged.length),
      right: named.length === 0 ? null : named.filter(isRight).length / named.length,
    };
  });
}

/** The number of readings that took at most `upTo` milliseconds, and longer than the bin before. */
export interface TimeBin {
  readonly upTo: number;
  readonly n: number;
}

const FASTEST_MS = 0.02;
const STEP = Math.SQRT2;

/** The times in steps of a factor of √2: most readings are quick, and the few slow ones matter. */
export function timeBins(judged: readonly Judged[]): TimeBin[] {
  const at = (ms: number): number => Math.max(0, Math.ceil(Math.log(ms / FASTEST_MS) / Math.log(STEP)));
  const counts = new Map<number, number>();
  for (const { ms } of judged) counts.set(at(ms), (counts.get(at(ms)) ?? 0) + 1);
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return Array.from({ length: counts.size === 0 ? 0 : last - first + 1 }, (_, i) => ({
    upTo: FASTEST_MS * STEP ** (first + i),
    n: counts.get(first + i) ?? 0,
  }));
}
