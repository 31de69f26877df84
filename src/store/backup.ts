/** Backups of SQLite files, taken while the service runs. */
import { chmodSync, renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import { markBackup } from './backup-mark.ts';
import { mustBeFileOrNothing } from './file-place.ts';
import { isPostgres, mustBe, pathOf } from './open.ts';
import { unopened } from './unopened.ts';

/** The number of pages copied in one step; between two steps others write. */
const PAGES_A_STEP = 500;

/**
 * Writes a backup of the database to a file, whole and checked, or not at all; `tell` hears how much is done, 0 to 1.
 * @throws {Fault} BACKUP_ELSEWHERE for PostgreSQL, STORE_MISSING, BACKUP_ITSELF, BACKUP_UNWRITTEN, or BACKUP_BROKEN; STORE_UNREACHABLE
 * and others where the database itself can't be read
 */
export async function backUp(address: string, file: string, tell: (done: number) => void): Promise<void> {
  if (isPostgres(address)) throw faultOf('BACKUP_ELSEWHERE');
  const path = pathOf(address);
  mustBe(path);
  if (isSameFile(file, path)) throw faultOf('BACKUP_ITSELF', file);
  const part = `${file}.part`;
  const database = new Database(path, { fileMustExist: true });
  try {
    mustBeFileOrNothing(file);
    beginReading(database, path);
    await database.backup(part, {
      progress: ({ totalPages, remainingPages }) => {
        tell(totalPages === 0 ? 1 : 1 - remainingPages / totalPages);
        return PAGES_A_STEP;
      },
    });
    checkFile(part);
    markBackup(part, true);
    chmodSync(part, 0o600);
    renameSync(part, file);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    // The disk of the backup is full, or its folder is missing or may not be written to.
    throw faultOf('BACKUP_UNWRITTEN', `${file}: ${(cause as Error).message}`);
  } finally {
    database.close();
    for (const rest of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(rest, { force: true });
  }
}

/**
 * Begins one reading for all steps: SQLite begins a backup anew whenever somebody wrote between two of them.
 * @throws {Fault} for a database that can't be read, which is no fault of the place of the backup
 */
function beginReading(database: Database.Database, path: string): void {
  try {
    database.exec('begin');
    database.prepare('select count(*) from sqlite_master').get();
  } catch (cause) {
    throw unopened(cause, path);
  }
}

/**
 * Checks that a file is a whole database of Firstline.
 * @throws {Fault} BACKUP_BROKEN
 */
export function checkFile(file: string): void {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { fileMustExist: true });
    // One file, without a log of writes beside it.
    database.pragma('journal_mode = DELETE');
    const found = database.pragma('quick_check', { simple: true });
    database.prepare('select 1 from kysely_migration').get();
    if (found !== 'ok') throw new Error(String(found));
  } catch (cause) {
    throw faultOf('BACKUP_BROKEN', `${file}: ${(cause as Error).message}`);
  } finally {
    database?.close();
  }
}

/** Whether two paths lead to the same file, by whatever links. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** The fault of a code, with what it is about. */
export function faultOf(code: FaultCode, about?: string): Fault {
  const { cause, cure } = FAULTS[code];
  return new Fault(code, about === undefined ? cause : `${cause} (${about})`, cure);
}
