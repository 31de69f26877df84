/** Cases per day, as series to plot. */
import type { CaseCount } from '../core/case-record.ts';
import { type CaseStanding, standingOf } from './funnel.ts';

/** The number of cases on each day. */
export interface Series {
  readonly id: string | null;
  readonly title: string;
  /** One number for each day of the period. */
  readonly counts: readonly number[];
}

const STANDINGS = ['fixed', 'handed', 'unknown'] as const satisfies readonly CaseStanding[];

/** One series for each value, the most frequent first; cases without the value last. */
export function seriesBy(
  cases: readonly CaseCount[],
  days: readonly string[],
  valueIn: (one: CaseCount) => string | null,
  title: (id: string | null) => string,
): readonly Series[] {
  return [...Map.groupBy(cases, valueIn)]
    .map(([id, some]) => ({ id, title: title(id), counts: perDay(some, days) }))
    .sort(
      (a, b) => Number(a.id === null) - Number(b.id === null) || total(b) - total(a) || (a.title < b.title ? -1 : 1),
    );
}

/** One series for each way of standing, in the order of the funnel; all three, also where there is none of one. */
export function seriesOfStandings(
  cases: readonly CaseCount[],
  days: readonly string[],
  title: (id: CaseStanding) => string,
): readonly Series[] {
  return STANDINGS.map((id) => ({
    id,
    title: title(id),
    counts: perDay(
      cases.filter((one) => standingOf(one) === id),
      days,
    ),
  }));
}

function perDay(cases: readonly CaseCount[], days: readonly string[]): readonly number[] {
  const counts = days.map(() => 0);
  for (const one of cases) for (const [day, n] of one.days) counts[day] = counts[day]! + n;
  return counts;
}

function total({ counts }: Series): number {
  return counts.reduce((sum, n) => sum + n, 0);
}
