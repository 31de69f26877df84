/**
 * The effect of the last change of the content: the same figures for as many whole days before it as there were after it. The day of
 * the change itself counts on neither side.
 */
import type { CaseCounts, CaseQuery } from '../core/case-record.ts';
import { type Funnel, funnelOf } from './funnel.ts';
import type { FigureNames } from './names.ts';
import { type FigureTable, STAGES, wordsOfTables } from './tables.ts';

const DAY_MS = 86_400_000;
/** The largest number of days on each side. */
const MOST_DAYS = 90;

/** A change of the content, with the days on both sides of it. */
export interface ContentChange {
  /** The time of the change (ISO 8601). */
  readonly at: string;
  /** The number of days on each side; 0 while no whole day has passed since. */
  readonly days: number;
  readonly before: Pick<CaseQuery, 'from' | 'to'>;
  readonly after: Pick<CaseQuery, 'from' | 'to'>;
  /** The time of an earlier change that falls into the days before; null where there is none. */
  readonly earlier: string | null;
}

/** The last change; `changes` are the latest ones, the last first. Null where the content never changed since it was noted. */
export function lastChange(changes: readonly { readonly at: string }[], now: Date): ContentChange | null {
  const [last, ...others] = changes;
  // The first content that was noted is no change.
  if (!last || others.length === 0) return null;
  const day = Date.parse(last.at.slice(0, 10));
  const today = Date.parse(now.toISOString().slice(0, 10));
  const days = Math.max(0, Math.min(MOST_DAYS, (today - day) / DAY_MS));
  const at = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const before = { from: at(day - days * DAY_MS), to: at(day - DAY_MS) };
  // Up to the present day, and not further back than the days before reach.
  const after = { from: at(today - (days - 1) * DAY_MS), to: at(today) };
  const earlier = others.slice(0, -1).find((one) => one.at.slice(0, 10) >= before.from)?.at ?? null;
  return { at: last.at, days, before, after, earlier };
}

/** The funnel before and after, side by side. */
export function changeTable(
  change: ContentChange,
  before: CaseCounts,
  after: CaseCounts,
  names: Pick<FigureNames, 'say'>,
): FigureTable {
  const { table, words, count, share } = wordsOfTables(names);
  const [was, is] = [funnelOf(before.cases), funnelOf(after.cases)];
  const part = (funnel: Funnel, stage: (typeof STAGES)[number]): number | null =>
    funnel.begun === 0 ? null : funnel[stage] / funnel.begun;
  return {
    ...table('change'),
    about: aboutOf(change, names),
    columns: [
      words('stage'),
      ...[count('before'), share('before-share', 'column-share')],
      ...[count('after'), share('after-share', 'column-share')],
    ],
    rows:
      change.days === 0
        ? []
        : STAGES.map((id) => [names.say(`stage-${id}`), was[id], part(was, id), is[id], part(is, id)]),
  };
}

function aboutOf({ at, days, before, after, earlier }: ContentChange, { say }: Pick<FigureNames, 'say'>): string {
  const values = { day: at.slice(0, 10), days: String(days) };
  if (days === 0) return say('change-today', values);
  const sides = { from: before.from, until: before.to, since: after.from, to: after.to };
  const told = say('change-sides', { ...values, ...sides });
  return earlier === null ? told : `${told} ${say('change-earlier', { day: earlier.slice(0, 10) })}`;
}
