/** Writes an SQLite file anew, so that nothing of what was ever deleted is left in it. */
import Database from 'better-sqlite3';
import { holdAlone } from './alone.ts';
import { storeFault } from './causes.ts';
import { isPostgres, pathOf } from './open.ts';

/** Writes the file anew, unless a service runs on it or it is no file; answers whether it did. */
export function compact(address: string): boolean {
  if (isPostgres(address)) return false;
  const path = pathOf(address);
  let release: () => void;
  try {
    release = holdAlone(path);
  } catch {
    return false;
  }
  try {
    compactFile(path);
    return true;
  } finally {
    release();
  }
}

/**
 * Writes a file anew that this process holds.
 * @throws {Fault} such as STORE_FULL
 */
export function compactFile(path: string): void {
  const database = new Database(path);
  try {
    database.pragma('auto_vacuum = INCREMENTAL');
    database.exec('vacuum');
    database.pragma('wal_checkpoint(truncate)');
  } catch (error) {
    throw storeFault(error) ?? error;
  } finally {
    database.close();
  }
}
