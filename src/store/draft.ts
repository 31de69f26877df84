/** A database that is written to memory first, and to its file when it is whole: nothing waits for the disk meanwhile. */
import { sql } from 'kysely';
import type { Store } from '../core/store.ts';
import { makePlace } from './file-place.ts';
import { migrate } from './migrate.ts';
import { sqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';

/** A store in memory, and the way to write it to a file that is not there yet. */
export interface StoreDraft {
  readonly store: Store;
  readonly writeTo: (path: string) => Promise<void>;
}

/** Opens a draft with the tables as they are today. */
export async function openDraft(): Promise<StoreDraft> {
  const db = openSqlite(':memory:');
  await migrate(db, new Date());
  return {
    store: sqlStore(db),
    async writeTo(path) {
      makePlace(path);
      await sql`vacuum into ${path}`.execute(db);
    },
  };
}
