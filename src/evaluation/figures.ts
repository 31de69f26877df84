import { bins } from './curves.ts';
import { among, isOffered, isRight, type Judged, type Rule, share } from './judged.ts';

/** The figures of one evaluation; shares are 0 to 1. */
export interface Figures {
  readonly n: number;
  /** Right by the best guess; for texts that are none of ours, right is to say none. */
  readonly accuracy: number;
  readonly accuracyInScope: number;
  /** Right among the two best guesses. */
  readonly top2: number;
  /** Named or offered: what the person is shown holds the right one. */
  readonly offered: number;
  /** How many were named without asking, and how many of those rightly. */
  readonly answeredRate: number;
  readonly answeredRight: number;
  readonly noneRecall: number;
  readonly nonePrecision: number;
  /** Expected calibration error over ten bins. */
  readonly calibrationError: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

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
