/** The figures for leads, worked out from the counts of cases. No single persons: only numbers of cases. */
import type { CaseCount, CaseCounts, CaseQuery, PromiseKept } from '../core/case-record.ts';
import type { Content } from '../core/content.ts';
import { type Funnel, funnelOf, type PartFigures, partsBy } from './funnel.ts';
import type { FigureNames } from './names.ts';
import { type Series, seriesBy, seriesOfStandings } from './series.ts';
import { type SameAnswer, type StepFigures, sameAnswers, stepFigures, uncuring, waysOf } from './steps.ts';
import { type TimeFigures, timeFigures } from './times.ts';

/** The features that cases are grouped by. */
export const DIMENSIONS = ['problem', 'category', 'pack', 'channel'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The figures of the cases begun in a period. */
export interface OutcomeFigures {
  readonly query: CaseQuery;
  readonly funnel: Funnel;
  /** The same stages for each problem, category, pack and channel, the most frequent first. */
  readonly parts: Readonly<Record<Dimension, readonly PartFigures[]>>;
  /** Every day of the period, and the cases begun on it. */
  readonly days: readonly string[];
  readonly perDay: Readonly<Record<Dimension | 'standing', readonly Series[]>>;
  readonly times: readonly TimeFigures[];
  /** The number of cases in which an agent came by the time that was promised, and in which none did. */
  readonly promises: Readonly<Record<PromiseKept, number>>;
  /** The number of cases by rating. */
  readonly ratings: Readonly<Record<string, number>>;
  readonly steps: readonly StepFigures[];
  readonly uncuring: readonly StepFigures[];
  readonly sameAnswers: readonly SameAnswer[];
}

/** The values of a case that it is grouped by; null where nothing was recognised. */
export const VALUE_OF: Readonly<Record<Dimension, (one: CaseCount) => string | null>> = {
  problem: (one) => one.intent,
  category: (one) => one.category,
  pack: (one) => one.pack,
  channel: (one) => one.channel,
};

/** Works out the figures. */
export function outcomeFigures(
  query: CaseQuery,
  { cases, paths, times }: CaseCounts,
  content: Content,
  names: FigureNames,
): OutcomeFigures {
  const days = daysOf(query);
  const each = <T>(of: (by: Dimension) => T): Record<Dimension, T> => ({
    problem: of('problem'),
    category: of('category'),
    pack: of('pack'),
    channel: of('channel'),
  });
  const ways = waysOf(paths);
  const { say } = names;
  const titled = (by: Dimension) => (id: string | null) => (id === null ? say('not-recognised') : names[by](id));
  const steps = stepFigures(ways, content, names);
  const ratings: Record<string, number> = {};
  const promises = { kept: 0, broken: 0 };
  for (const { promise, cases: n } of cases) if (promise !== undefined) promises[promise] += n;
  for (const { rating, cases: n } of cases) if (rating !== null) ratings[rating] = (ratings[rating] ?? 0) + n;
  return {
    query,
    funnel: funnelOf(cases),
    parts: each((by) => partsBy(cases, VALUE_OF[by], titled(by))),
    days,
    perDay: {
      ...each((by) => seriesBy(cases, days, VALUE_OF[by], titled(by))),
      standing: seriesOfStandings(cases, days, (id) => say(`stage-${id}`)),
    },
    times: timeFigures(times),
    promises,
    ratings,
    steps,
    uncuring: uncuring(steps),
    sameAnswers: sameAnswers(ways, content, names),
  };
}

const DAY_MS = 86_400_000;

/** The days of a period, first and last included. */
export function daysOf({ from, to }: Pick<CaseQuery, 'from' | 'to'>): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
