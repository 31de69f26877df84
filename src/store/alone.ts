/** Keeps a second service off an SQLite file: both would answer the same messages. */
import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { makePlace } from './file-place.ts';

/**
 * Holds a lock beside a database file for as long as this process lives; answers how to give it back. Commands that only
 * read may open the file all the same.
 * @throws {Fault} STORE_IN_USE, with the number of the process that has it
 */
export function holdAlone(path: string): () => void {
  if (path === ':memory:') return () => undefined;
  makePlace(path);
  const holder = `${path}-service.pid`;
  // A lock of SQLite's own: the system gives it back when the process ends, however it ends.
  const lock = new Database(`${path}-service`, { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    if (!String((cause as { code?: string }).code).startsWith('SQLITE_BUSY')) throw cause;
    const { cause: what, cure } = FAULTS.STORE_IN_USE;
    throw new Fault('STORE_IN_USE', `${what} (process ${pidIn(holder)}, ${path})`, cure, { cause });
  }
  writeFileSync(holder, String(process.pid), { mode: 0o600 });
  return () => lock.close();
}

function pidIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
