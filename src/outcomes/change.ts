/**
 * What the last change of the content did: the same figures for as many whole days before it as there were after it. The day of
 * the change itself counts on neither side.
 */
import type { CaseCounts, CaseQuery } from '../core/case-record.ts';
import { type Funnel, funnelOf } from './funnel.ts';
import { type FigureTable, STAGES } from './tables.ts';

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
export function changeTable(change: ContentChange, before: CaseCounts, after: CaseCounts): FigureTable {
  const [was, is] = [funnelOf(before.cases), funnelOf(after.cases)];
  const part = (funnel: Funnel, stage: (typeof STAGES)[number][0]): number | null =>
    funnel.begun === 0 ? null : funnel[stage] / funnel.begun;
  return {
    name: 'change',
    title: 'The last change of the content',
    about: aboutOf(change),
    columns: [
      { id: 'stage', title: 'Stage', kind: 'words' },
      { id: 'before', title: 'Before', kind: 'count' },
      { id: 'before-share', title: 'Of all', kind: 'share' },
      { id: 'after', title: 'After', kind: 'count' },
      { id: 'after-share', title: 'Of all', kind: 'share' },
    ],
    rows: change.days === 0 ? [] : STAGES.map(([id, title]) => [title, was[id], part(was, id), is[id], part(is, id)]),
  };
}

function aboutOf({ at, days, before, after, earlier }: ContentChange): string {
  const when = `Content changed on ${at.slice(0, 10)}`;
  if (days === 0) return `${when}: what it did is seen from tomorrow on.`;
  const sides = `${days === 1 ? '1 day' : `${days} days`} before (${before.from} to ${before.to}) and after (${after.from} to ${after.to})`;
  const mixed = earlier === null ? '' : ` Another change, of ${earlier.slice(0, 10)}, falls into the days before.`;
  return `${when}: ${sides}, the day itself left out. Other things may have changed as well.${mixed}`;
}
