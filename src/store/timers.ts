/** Timers: times at which conversations want to be woken. */
import type { Kysely } from 'kysely';
import type { Store, TimerRow } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The largest number of timers that ring in one go. */
const MOST_DUE = 100;

/** The timers' part of the store. */
export function timers(db: Kysely<Tables>): Pick<Store, 'due' | 'rang' | 'nextDue'> {
  return {
    async due(now: string): Promise<readonly TimerRow[]> {
      return db.selectFrom('timer').selectAll().where('at', '<=', now).orderBy('at').limit(MOST_DUE).execute();
    },

    async rang({ conversation, name, at }: TimerRow): Promise<void> {
      await db
        .deleteFrom('timer')
        .where('conversation', '=', conversation)
        .where('name', '=', name)
        .where('at', '=', at)
        .execute();
    },

    async nextDue(): Promise<string | null> {
      const row = await db
        .selectFrom('timer')
        .select((e) => e.fn.min('at').as('at'))
        .executeTakeFirst();
      return row?.at ?? null;
    },
  };
}
