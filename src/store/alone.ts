/** Keeps a second service off an SQLite file: both would answer the same messages. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { makeFile, makePlace } from './file-place.ts';
import { unopened } from './unopened.ts';

/**
 * Holds a lock beside a database file for as long as this process lives; answers how to give it back, which leaves the
 * number of a service that was killed before. Commands that only read may open the file all the same.
 * @throws {Fault} STORE_IN_USE, with the number of the process that has it, or why it can't be opened
 */
export function holdAlone(path: string): () => void {
  if (path === ':memory:') return () => undefined;
  let lock: Database.Database | null = null;
  let killed = false;
  try {
    makePlace(path);
    // A lock of SQLite's own: the system gives it back when the process ends, however it ends.
    makeFile(`${path}-service`);
    lock = new Database(`${path}-service`, { timeout: 0 });
    lock.pragma('journal_mode = MEMORY');
    lock.exec('begin exclusive');
    killed = wasKilled(path);
    writeFileSync(holderOf(path), String(process.pid), { mode: 0o600 });
  } catch (cause) {
    lock?.close();
    if (!String((cause as { code?: string }).code).startsWith('SQLITE_BUSY')) throw unopened(cause, path);
    const { cause: what, cure } = FAULTS.STORE_IN_USE;
    throw new Fault('STORE_IN_USE', `${what} (process ${pidIn(holderOf(path))}, ${path})`, cure, { cause });
  }
  const taken = lock;
  held.add(path);
  return () => {
    held.delete(path);
    if (!killed) endInOrder(path);
    taken.close();
  };
}

/** Whether the service that held a database file last was killed: one that ends in order takes its number away. */
export function wasKilled(path: string): boolean {
  return existsSync(holderOf(path));
}

/** Takes away the number of this process, which ends in order; to be called before the lock is given back. */
export function endInOrder(path: string): void {
  try {
    rmSync(holderOf(path), { force: true });
  } catch {
    // Left there, it makes the next start careful for a while; that is no reason for this one to end in an error.
  }
}

/** The files that this process holds. */
const held = new Set<string>();

/**
 * Holds a database file for a command that nothing may run beside.
 * @throws {Fault} of the command's own code, while a service runs on the file
 */
export function holdStopped(path: string, code: 'RESTORE_RUNNING' | 'MIGRATE_RUNNING'): () => void {
  try {
    return holdAlone(path);
  } catch (error) {
    if (!isInUse(error)) throw error;
    const { cause, cure } = FAULTS[code];
    throw new Fault(code, `${cause} (${error.message})`, cure);
  }
}

/** Whether another process holds a database file. */
export function isHeldElsewhere(path: string): boolean {
  if (held.has(path)) return false;
  try {
    holdAlone(path)();
    return false;
  } catch (error) {
    if (isInUse(error)) return true;
    throw error;
  }
}

function isInUse(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'STORE_IN_USE';
}

function holderOf(path: string): string {
  return `${path}-service.pid`;
}

function pidIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
