/** Puts a backup in the place of an SQLite file. */
import { chmodSync, chownSync, copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Fault } from '../core/fault.ts';
import { holdStopped } from './alone.ts';
import { checkFile, faultOf, isSameFile } from './backup.ts';
import { markBackup } from './backup-mark.ts';
import { type ErasedList, eraseAnew } from './erased-list.ts';
import { makePlace } from './file-place.ts';
import { isPostgres, openStore, pathOf } from './open.ts';

/** The result of a restore: the people erased anew, and the file that was there before, if there was one. */
export interface Restored {
  readonly erased: number;
  readonly before: string | null;
}

/**
 * Restores a backup. Who was erased since it was taken is erased in it first, by the list in the present file; only then
 * does it take the place of that file, which is kept under another name. `erasedUnread`: also where that list can't be
 * read; whoever stands in it is there again.
 * @throws {Fault} RESTORE_RUNNING while a service runs on the file, BACKUP_ELSEWHERE for PostgreSQL, BACKUP_ITSELF,
 * BACKUP_BROKEN, ERASED_UNREAD, or RESTORE_UNWRITTEN; nothing was changed then
 */
export async function restore(
  address: string,
  file: string,
  tell: (done: number) => void,
  { erasedUnread = false } = {},
): Promise<Restored> {
  if (isPostgres(address)) throw faultOf('BACKUP_ELSEWHERE');
  const path = pathOf(address);
  const release = holdStopped(path, 'RESTORE_RUNNING');
  const fresh = `${path}.restoring`;
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw faultOf('BACKUP_BROKEN', file);
    if (isSameFile(file, path)) throw faultOf('BACKUP_ITSELF', file);
    makePlace(path);
    const list = existsSync(path) ? listOf(path, erasedUnread) : [];
    remove(fresh);
    copyFileSync(file, fresh);
    checkFile(fresh);
    markBackup(fresh, false);
    tell(0.4);
    const store = await openStore(`sqlite:${fresh}`);
    const erased = await eraseAnew(store, list).finally(() => store.close());
    tell(0.8);
    const before = existsSync(path) ? freeName(`${path}.before-restore`) : null;
    if (before !== null)
      for (const end of ['', '-wal', '-shm'])
        if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${before}${end}`);
    chmodSync(fresh, 0o600);
    // Restored by root, it would be out of reach for the user of the service.
    if (before !== null && process.getuid?.() === 0) chownSync(fresh, statSync(before).uid, statSync(before).gid);
    renameSync(fresh, path);
    return { erased, before };
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    // The disk is full, or the backup or the folder of the database can't be read or written to.
    throw faultOf('RESTORE_UNWRITTEN', (cause as Error).message);
  } finally {
    remove(fresh);
    release();
  }
}

/**
 * The list of the erased in the present file, of whatever version that is; read without changing it.
 * @throws {Fault} ERASED_UNREAD where it can't be read, unless that `mayFail`
 */
function listOf(path: string, mayFail: boolean): ErasedList {
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { readonly: true, fileMustExist: true });
    const isThere = database.prepare("select 1 from sqlite_master where type = 'table' and name = 'erased'").get();
    return isThere ? (database.prepare('select id, at from erased order by at').all() as unknown as ErasedList) : [];
  } catch (cause) {
    if (mayFail) return [];
    throw faultOf('ERASED_UNREAD', (cause as Error).message);
  } finally {
    database?.close();
  }
}

/** The first name that no file has: what was there before an earlier restore stays as it is. */
function freeName(name: string): string {
  let free = name;
  for (let n = 2; existsSync(free); n++) free = `${name}-${n}`;
  return free;
}

function remove(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
}
