/** How long cases took: the median, and the time within which nine of ten were through. */
import { CASE_TIMES, type CaseCounts, type CaseTime } from '../core/case-record.ts';

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
    const all = times[time];
    // The smallest time within which a share of the cases were through (the nearest rank).
    const at = (share: number): number | null => {
      const value = all[Math.max(1, Math.ceil(all.length * share)) - 1];
      return value === undefined ? null : value / A_SECOND[time];
    };
    return { time, cases: all.length, median: at(0.5), ninetieth: at(0.9) };
  });
}
