import { median } from './figures.ts';
import type { Results } from './results.ts';

/** What Firstline promises to be, and whether this run bears it out. */
export interface Target {
  readonly what: string;
  readonly met: boolean;
}

const MOST_CLASSIFY_MS = 0.5;
const LEAST_RATIO = 5;
const MOST_START_MS = 2000;
const MOST_IDLE_MB = 200;

/** The targets of whatever was measured. */
export function targetsOf({ classify, start, http }: Results): Target[] {
  const targets: Target[] = [];
  if (classify)
    targets.push({ what: `classify: p50 below ${MOST_CLASSIFY_MS} ms`, met: classify.ordinary.p50 < MOST_CLASSIFY_MS });
  if (http) {
    targets.push({
      what: `HTTP: at least ${LEAST_RATIO} times the baseline's messages/s`,
      met: http.ratio >= LEAST_RATIO,
    });
    const peak = (of: 'firstline' | 'baseline'): number =>
      median(http.pairs.map((pair) => pair[of].peak ?? Number.NaN));
    if (!Number.isNaN(peak('firstline')))
      targets.push({ what: 'HTTP: with no more memory than the baseline', met: peak('firstline') <= peak('baseline') });
  }
  if (start) {
    targets.push({ what: `ready within ${MOST_START_MS / 1000} s`, met: start.median < MOST_START_MS });
    if (start.idleRss !== null)
      targets.push({ what: `idle below ${MOST_IDLE_MB} MB`, met: start.idleRss < MOST_IDLE_MB });
  }
  return targets;
}
