/** Puts a backup in the place of an SQLite file. */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { holdStopped } from './alone.ts';
import { checkFile, faultOf } from './backup.ts';
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
 * does it take the place of that file, which is kept under another name.
 * @throws {Fault} RESTORE_RUNNING while a service runs on the file, BACKUP_ELSEWHERE for PostgreSQL, or BACKUP_BROKEN
 */
export async function restore(address: string, file: string, tell: (done: number) => void): Promise<Restored> {
  if (isPostgres(address)) throw faultOf('BACKUP_ELSEWHERE');
  const path = pathOf(address);
  const release = holdStopped(path, 'RESTORE_RUNNING');
  const fresh = `${path}.restoring`;
  try {
    if (!existsSync(file)) throw faultOf('BACKUP_BROKEN', file);
    makePlace(path);
    const list = existsSync(path) ? await listOf(address) : [];
    remove(fresh);
    copyFileSync(file, fresh);
    checkFile(fresh);
    tell(0.4);
    const store = await openStore(`sqlite:${fresh}`);
    const erased = await eraseAnew(store, list).finally(() => store.close());
    tell(0.8);
    const before = existsSync(path) ? `${path}.before-restore` : null;
    if (before !== null) {
      remove(before);
      for (const end of ['', '-wal', '-shm'])
        if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${before}${end}`);
    }
    renameSync(fresh, path);
    return { erased, before };
  } finally {
    remove(fresh);
    release();
  }
}

/** The list of the erased in the present file; empty where the file can't be read, which may be why it is restored. */
async function listOf(address: string): Promise<ErasedList> {
  try {
    const store = await openStore(address);
    return await store.erased().finally(() => store.close());
  } catch {
    return [];
  }
}

function remove(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
}
