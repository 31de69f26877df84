/** A database that is written to memory first, and to its file when it is whole: nothing waits for the disk meanwhile. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import type { Store } from '../core/store.ts';
import { makeFile, makePlace } from './file-place.ts';
import { migrate } from './migrate.ts';
import { sqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';
import { unopened } from './unopened.ts';

/** A store in memory, and the way to write it to a file that is not there yet. */
export interface StoreDraft {
  readonly store: Store;
  readonly writeTo: (path: string) => Promise<void>;
}

/**
 * Tries whether a database can be written to a path, before the work for it is done; leaves no file there.
 * @throws {Fault} what `writeTo` would throw
 */
export function tryPlace(path: string): void {
  try {
    makePlace(path);
    closeSync(openSync(path, 'wx', 0o600));
    rmSync(path);
  } catch (cause) {
    throw unopened(cause, path);
  }
}

/** Opens a draft with the tables as they are today. */
export async function openDraft(): Promise<StoreDraft> {
  const db = openSqlite(':memory:');
  await migrate(db, new Date());
  return {
    store: sqlStore(db),
    async writeTo(path) {
      try {
        makePlace(path);
        makeFile(path);
        await sql`vacuum into ${path}`.execute(db);
      } catch (cause) {
        throw unopened(cause, path);
      }
    },
  };
}
