/** Gives back the room of deleted rows, so that nothing of them is left in the files of the database. */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Store } from '../core/store.ts';
import { tablesWith } from './table-rules.ts';
import type { Tables } from './tables.ts';

/** The number of pages that SQLite frees in one step: a few milliseconds. */
const PAGES_A_STEP = 100;
/** The number of tries to empty the log of writes, and the pause between two of them, in milliseconds. */
const MOST_TRIES = 40;
const TRY_AGAIN_MS = 50;

/** The part of the store that gives room back. */
export function tidying(db: Kysely<Tables>): Pick<Store, 'tidy'> {
  return {
    async tidy(): Promise<void> {
      if (db.getExecutor().adapter instanceof PostgresAdapter) {
        // A plain VACUUM takes no lock that anybody waits for.
        for (const table of tablesWith(({ hasWords }) => hasWords)) await sql`vacuum ${sql.table(table)}`.execute(db);
        return;
      }
      for (let left = await freePages(db); left > 0; ) {
        await sql`pragma incremental_vacuum(${sql.lit(PAGES_A_STEP)})`.execute(db);
        const now = await freePages(db);
        // A file made before pages could be given back keeps them, overwritten with zeros.
        if (now >= left) break;
        left = now;
        await new Promise(setImmediate);
      }
      // The log of writes still holds pages as they were before; who reads just now keeps it a moment longer.
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
        if (rows[0]?.busy === 0) break;
        await new Promise((resume) => setTimeout(resume, TRY_AGAIN_MS));
      }
    },
  };
}

async function freePages(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ freelist_count: number }>`pragma freelist_count`.execute(db);
  return rows[0]?.freelist_count ?? 0;
}
