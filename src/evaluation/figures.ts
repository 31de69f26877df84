/** Computes the figures of an evaluation from its judged readings. */
import { bins } from './curves.ts';
import { among, isOffered, isRight, type Judged, type Rule, share } from './judged.ts';

/** The figures of one evaluation; shares are 0 to 1. */
export interface Figures {
  readonly n: number;
  /** The share right by the best guess; for a text that is none of ours, the right answer is none. */
  readonly accuracy: number;
  readonly accuracyInScope: number;
  /** The share right among the two best guesses. */
  readonly top2: number;
  /** The share in which the person is shown the right intent: named, or among those offered. */
  readonly offered: number;
  /** The share named without asking, and the share of those named rightly. */
  readonly answeredRate: number;
  readonly answeredRight: number;
  readonly noneRecall: number;
  readonly nonePrecision: number;
  /** The expected calibration error over ten bins. */
  readonly calibrationError: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The figures of judged readings, under a rule for what is right. */
export function figuresOf(judged: readonly Judged[], rule: Rule): Figures {
  const { noneLabel } = rule;
  const right = (j: Judged): boolean => isRight(j, rule);
  const inScope = judged.filter((j) => j.row.label !== noneLabel);
  const outside = judged.filter((j) => j.row.label === noneLabel);
  const answered = judged.filter((j) => j.reading.decision === 'answer');
  const refused = judged.filter((j) => j.reading.decision === 'none');
  const times = judged.map((j) => j.ms).sort((a, b) => a - b);
  const time = (at: number): number => times[Math.min(times.length - 1, Math.floor(times.length * at))] ?? 0;
  return {
    n: judged.length,
    accuracy: share(judged, right),
    accuracyInScope: share(inScope, right),
    top2: share(inScope, (j) => among(j, 2, rule)),
    offered: share(inScope, (j) => isOffered(j, rule)),
    answeredRate: share(judged, (j) => j.reading.decision === 'answer'),
    answeredRight: share(answered, right),
    noneRecall: share(outside, right),
    nonePrecision: share(refused, right),
    calibrationError: bins(judged, right).reduce(
      (sum, b) => sum + (b.n / Math.max(1, judged.length)) * Math.abs(b.right - b.confidence),
      0,
    ),
    p50Ms: time(0.5),
    p99Ms: time(0.99),
  };
}
