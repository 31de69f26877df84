import type { Reading } from '../core/reading.ts';
import type { Labelled } from './labelled.ts';

/** A labelled text with how it was read, and how long that took. */
export interface Judged {
  readonly row: Labelled;
  readonly reading: Reading;
  readonly ms: number;
}

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
}

/** Whether a reading is right: the label itself, or one that would be right too. */
export function isRight({ row, reading }: Judged, noneLabel: string): boolean {
  const right = [row.label, ...row.also];
  if (reading.decision === 'none') return right.includes(noneLabel);
  return right.includes(reading.guesses[0]?.intent ?? '');
}

export function figuresOf(judged: readonly Judged[], noneLabel: string): Figures {
  const share = (some: readonly Judged[], test: (j: Judged) => boolean): number =>
    some.length === 0 ? 0 : some.filter(test).length / some.length;
  const right = (j: Judged): boolean => isRight(j, noneLabel);
  const inScope = judged.filter((j) => j.row.label !== noneLabel);
  const outside = judged.filter((j) => j.row.label === noneLabel);
  const answered = judged.filter((j) => j.reading.decision === 'answer');
  const refused = judged.filter((j) => j.reading.decision === 'none');
  const among = (j: Judged, most: number): boolean =>
    j.reading.guesses.slice(0, most).some((g) => [j.row.label, ...j.row.also].includes(g.intent));
  const times = judged.map((j) => j.ms).sort((a, b) => a - b);
  return {
    n: judged.length,
    accuracy: share(judged, right),
    accuracyInScope: share(inScope, right),
    top2: share(inScope, (j) => among(j, 2)),
    offered: share(inScope, (j) =>
      j.reading.decision === 'answer'
        ? among(j, 1)
        : j.reading.decision === 'ask'
          ? among(j, 3)
          : j.row.also.includes(noneLabel),
    ),
    answeredRate: share(judged, (j) => j.reading.decision === 'answer'),
    answeredRight: share(answered, right),
    noneRecall: share(outside, right),
    nonePrecision: share(refused, right),
    calibrationError: bins(judged, noneLabel).reduce(
      (sum, b) => sum + (b.n / Math.max(1, judged.length)) * Math.abs(b.right - b.confidence),
      0,
    ),
    p50Ms: times[Math.floor(times.length / 2)] ?? 0,
  };
}

/** A tenth of the confidences: how sure the readings in it were, and how often right. */
export interface Bin {
  readonly from: number;
  readonly n: number;
  readonly confidence: number;
  readonly right: number;
}

export function bins(judged: readonly Judged[], noneLabel: string): Bin[] {
  return Array.from({ length: 10 }, (_, i) => {
    const inside = judged.filter((j) => Math.min(9, Math.floor(j.reading.confidence * 10)) === i);
    const mean = (of: (j: Judged) => number): number =>
      inside.length === 0 ? 0 : inside.reduce((s, j) => s + of(j), 0) / inside.length;
    return {
      from: i / 10,
      n: inside.length,
      confidence: mean((j) => j.reading.confidence),
      right: mean((j) => (isRight(j, noneLabel) ? 1 : 0)),
    };
  });
}

/** How often each label was taken for each other one. */
export function confusions(
  judged: readonly Judged[],
  noneLabel: string,
): { label: string; taken: string; n: number }[] {
  const count = new Map<string, number>();
  for (const j of judged) {
    if (isRight(j, noneLabel)) continue;
    const key = `${j.row.label}\t${j.reading.intent ?? noneLabel}`;
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  return [...count]
    .map(([key, n]) => ({ label: key.split('\t')[0]!, taken: key.split('\t')[1]!, n }))
    .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label));
}
