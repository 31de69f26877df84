/** The store in SQL, put together from its parts. */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Store } from '../core/store.ts';
import { ages } from './ages.ts';
import { auditing } from './audit.ts';
import { backlog } from './backlog.ts';
import { caseCounting } from './case-counting.ts';
import { caseCounts } from './case-counts.ts';
import { committing } from './commit.ts';
import { consoleStore } from './console-store.ts';
import { erasing } from './erase.ts';
import { exporting } from './exporting.ts';
import { inbox } from './inbox.ts';
import { jobs } from './jobs.ts';
import { lessons } from './lessons.ts';
import { links } from './links.ts';
import { outbox } from './outbox.ts';
import { PACKED, type RowFormat } from './packed.ts';
import { people } from './people.ts';
import { oneByOne, type Write } from './rounds.ts';
import type { Tables } from './tables.ts';
import { ticketList } from './ticket-list.ts';
import { tidying } from './tidy.ts';
import { timers } from './timers.ts';
import { trials } from './trials.ts';

/** Makes the store of a database; the statements are the same for SQLite and PostgreSQL, and `write` commits what is on the way. */
export function sqlStore(db: Kysely<Tables>, write: Write = oneByOne(db), packing: RowFormat = PACKED): Store {
  return {
    ...inbox(db, write, packing),
    ...committing(write, packing),
    ...outbox(db, write),
    ...timers(db),
    ...jobs(db),
    ...links(db),
    ...lessons(db),
    ...trials(db),
    ...people(db),
    ...ages(db),
    ...caseCounting(db),
    ...caseCounts(db),
    ...erasing(db, packing),
    ...exporting(db),
    ...tidying(db),
    ...ticketList(db),
    ...auditing(db),
    ...consoleStore(db),
    ...backlog(db),
    async ping() {
      const at = new Date().toISOString();
      await db
        .insertInto('heartbeat')
        .values({ id: 1, at })
        .onConflict((c) => c.column('id').doUpdateSet({ at }))
        .execute();
    },
    async lastPing() {
      const row = await db.selectFrom('heartbeat').select('at').executeTakeFirst();
      return row?.at ?? null;
    },
    async clock() {
      if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return null;
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
      return rows[0]!.now;
    },
    close: () => db.destroy(),
  };
}
