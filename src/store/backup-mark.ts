/**
 * Marks backups, so that one that was copied into the place of the database is told from the database itself: whoever was
 * erased since is in it again, and a log of writes that was left there (`…-wal`) would be mixed into it.
 */
import { closeSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** The number that a backup has in its header, "FLbk" (https://sqlite.org/fileformat2.html#application_id). */
const BACKUP = 0x464c626b;
/** The place of that number in the file, in bytes. */
const PLACE = 68;

/** Marks a file as a backup, or, with false, as the database itself. */
export function markBackup(path: string, isBackup: boolean): void {
  const database = new Database(path, { fileMustExist: true });
  try {
    database.pragma(`application_id = ${isBackup ? BACKUP : 0}`);
  } finally {
    database.close();
  }
}

/** Whether a file is a backup; read from the file alone, whatever log of writes lies beside it. */
export function isBackup(path: string): boolean {
  let file: number;
  try {
    // Opening a pipe would wait for a writer.
    if (!statSync(path).isFile()) return false;
    file = openSync(path, 'r');
  } catch {
    // Opening the database tells more.
    return false;
  }
  try {
    return hasMark(file);
  } finally {
    closeSync(file);
  }
}

function hasMark(file: number): boolean {
  const bytes = Buffer.alloc(4);
  return readSync(file, bytes, 0, 4, PLACE) === 4 && bytes.readUInt32BE() === BACKUP;
}

/** The files that are looked at while they are open, by their paths, and how many stores of this process look at each. */
const watched = new Map<string, { readonly file: number; stores: number }>();

/**
 * Watches whether a backup is copied over a database file that is open: the file stays the same, and SQLite notices
 * nothing. Begin it once SQLite has opened the file, and end it once SQLite has closed it: a file that is closed takes all
 * locks with it that this process has on it.
 */
export function watchMark(path: string): { readonly isBackup: () => boolean; readonly end: () => void } {
  const watch = watched.get(path) ?? { file: openSync(path, 'r'), stores: 0 };
  watch.stores += 1;
  watched.set(path, watch);
  // SQLite hides the mark when it writes its first page, which is no reason to go on.
  let found = false;
  let isOver = false;
  const isBackup = (): boolean => {
    // The number of a file that is closed may be another file's.
    if (!isOver) found ||= hasMark(watch.file);
    return found;
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    watch.stores -= 1;
    if (watch.stores > 0) return;
    watched.delete(path);
    closeSync(watch.file);
    if (found && existsSync(path)) putBack(path);
  };
  return { isBackup, end };
}

/** Puts the mark back that SQLite hid when it closed the file, so that the next start finds it. */
function putBack(path: string): void {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(BACKUP);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, bytes, 0, 4, PLACE);
  } finally {
    closeSync(file);
  }
}
