/** How long cases took: the median, and the time within which nine of ten were through. */
import { CASE_TIMES, type CaseCounts, type CaseTime, type TimeCount } from '../core/case-record.ts';

/** One kind of time; in seconds, with a part of a second where it is short. */
export interface TimeFigures {
  readonly time: CaseTime;
  /** The number of cases that got that far. */
  readonly cases: number;
  readonly median: number | null;
  readonly ninetieth: number | null;
}

/** The number of units in a second: answers are counted in milliseconds. */
const A_SECOND: Readonly<Record<CaseTime, number>> = { answer: 1000, fix: 1, person: 1 };

/** Works out each kind of time. */
export function timeFigures(times: CaseCounts['times']): readonly TimeFigures[] {
  return CASE_TIMES.map((time) => {
    const counts = times[time];
    const cases = counts.reduce((sum, one) => sum + one.cases, 0);
    const at = (share: number): number | null => {
      const value = quantile(counts, share);
      return value === null ? null : value / A_SECOND[time];
    };
    return { time, cases, median: at(0.5), ninetieth: at(0.9) };
  });
}

/** The smallest time within which a share of the cases were through (the nearest rank); null where there are none. */
function quantile(counts: readonly TimeCount[], share: number): number | null {
  const all = counts.reduce((sum, { cases }) => sum + cases, 0);
  const rank = Math.max(1, Math.ceil(all * share));
  let seen = 0;
  for (const { time, cases } of counts) {
    seen += cases;
    if (seen >= rank) return time;
  }
  return null;
}
