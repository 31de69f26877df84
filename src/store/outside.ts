/** The condition that a time lies outside of a span. */
import { type RawBuilder, sql } from 'kysely';

/** A column of times before or at `before`, or later than `after` where that is given. */
export function outside(column: string, before: string, after?: string): RawBuilder<boolean> {
  const time = sql.ref(column);
  return after === undefined
    ? sql<boolean>`${time} <= ${before}`
    : sql<boolean>`(${time} <= ${before} or ${time} > ${after})`;
}
