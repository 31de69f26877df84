/** Opens the database. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import { unreadBy } from './access.ts';
import { isBackup, watchMark } from './backup-mark.ts';
import { storeFault, withCauses } from './causes.ts';
import { behindLink, readableByAll } from './file-place.ts';
import { isBehind, migrate } from './migrate.ts';
import { packingIn } from './packed.ts';
import { checkMark } from './restored.ts';
import { oneByOne, together } from './rounds.ts';
import { sqlStore } from './sql-store.ts';
import { Standby } from './standby.ts';
import type { Tables } from './tables.ts';
import { unopened } from './unopened.ts';
import { commitsLost } from './write-log.ts';

/**
 * Opens the database an address names (`sqlite:./data/firstline.db`, `sqlite::memory:`, `postgres://…`) and brings its
 * tables up to date, unless a service runs on an SQLite file.
 * @throws {Fault} STORE_UNREACHABLE, or STORE_DAMAGED, STORE_FULL or STORE_OLDER where that is known
 */
export async function openStore(address: string): Promise<Store> {
  return opened(address, async () => undefined);
}

/** Opens the database; `check` looks at the tables of a PostgreSQL one, and may refuse them. */
async function opened(address: string, check: (db: Kysely<Tables>) => Promise<void>): Promise<Store> {
  try {
    if (isPostgres(address)) {
      const { openPostgres, checkEncoding } = await import('./postgres.ts');
      const db = openPostgres(address);
      const standby = new Standby(address);
      await checkEncoding(db)
        .then(() => migrate(db, new Date()))
        .then(() => check(db))
        .catch(async (error: unknown) => {
          const fault = await standby.behind(storeFault(error));
          await db.destroy();
          throw fault?.code === 'STORE_STANDBY' ? fault : error;
        });
      const store = sqlStore(db, oneByOne(db), await packingIn(db, new Date()));
      const ping = (): Promise<void> => standby.unlessMissing(store.ping());
      return withCauses({ ...store, ping }, standby);
    }
    const { openSqlite, sameFile } = await import('./sqlite.ts');
    const path = pathOf(address);
    const db = openSqlite(path);
    try {
      await checkUnused(db, path);
      await migrate(db, new Date());
    } catch (error) {
      await db.destroy();
      throw error;
    }
    const isSame = sameFile(path);
    const mark = path === ':memory:' ? { isBackup: () => false, end: () => undefined } : watchMark(path);
    const store = sqlStore(db, together(db), await packingIn(db, new Date()));
    const look = async (): Promise<void> => {
      isSame();
      if (!mark.isBackup()) return;
      // The log of writes belongs to the file that was there before, and must not get into this one.
      await sql`pragma wal_autocheckpoint = 0`.execute(db);
      throw backupCopied(path);
    };
    // A file that was deleted takes writes all the same: what is acknowledged would be gone with this process.
    const looking =
      <Given extends unknown[], T>(method: (...given: Given) => Promise<T>) =>
      async (...given: Given): Promise<T> => {
        await look();
        return method(...given);
      };
    const [accept, acceptHandled] = [looking(store.accept), looking(store.acceptHandled)];
    const ping = looking(store.ping);
    const close = async (): Promise<void> => {
      // The log of writes is written into the file now, and hides the mark of a backup that nobody has seen yet.
      mark.isBackup();
      await store.close().finally(mark.end);
    };
    return withCauses({ ...store, accept, acceptHandled, ping, close });
  } catch (cause) {
    throw unopened(cause, isPostgres(address) ? null : pathOf(address));
  }
}

/**
 * Opens a database for a command that has nothing to say of an empty one: it makes no new file where it is run in
 * another folder than the service.
 * @throws {Fault} STORE_MISSING, or what openStore throws
 */
export async function openExisting(address: string): Promise<Store> {
  if (!isPostgres(address) && address !== 'sqlite::memory:') mustBe(pathOf(address));
  return openStore(address);
}

function backupCopied(path: string): Fault {
  return new Fault('BACKUP_COPIED', `${FAULTS.BACKUP_COPIED.cause} (${path})`, FAULTS.BACKUP_COPIED.cure);
}

/** @throws {Fault} STORE_MISSING, where no file is at a path, or STORE_BARRED, where this user can't see whether one is, or not read it */
export function mustBe(path: string): void {
  const barred = unreadBy(path);
  if (barred !== null)
    throw new Fault('STORE_BARRED', `${FAULTS.STORE_BARRED.cause} (${barred})`, FAULTS.STORE_BARRED.cure);
  if (existsSync(path)) return;
  const { cause, cure } = FAULTS.STORE_MISSING;
  throw new Fault('STORE_MISSING', `${cause} (${resolve(path)})`, cure);
}

/**
 * Keeps a command from changing tables on which a service runs: the service knows the tables that it began with.
 * @throws {Fault} STORE_OLDER
 */
async function checkUnused(db: Kysely<Tables>, path: string): Promise<void> {
  if (path === ':memory:' || !(await isBehind(db))) return;
  const { isHeldElsewhere } = await import('./alone.ts');
  if (!isHeldElsewhere(path)) return;
  throw new Fault('STORE_OLDER', `${FAULTS.STORE_OLDER.cause} (${path})`, FAULTS.STORE_OLDER.cure);
}

/** The pause between two tries to open a database that is not up yet, in milliseconds. */
const TRY_AGAIN_MS = 1000;

/**
 * Opens the database for a service: waits until a PostgreSQL server is up, and keeps a second service off an SQLite
 * file, and off a PostgreSQL database that was put back from a dump and not cleared of the erased.
 * @throws {Fault} STORE_UNREACHABLE where waiting can't help, STORE_IN_USE or STORE_RESTORED
 */
export async function openForService(address: string, log: Log, isStopped: () => boolean): Promise<Store> {
  if (!isPostgres(address)) {
    const { holdAlone, endInOrder } = await import('./alone.ts');
    if (isBackup(pathOf(address))) throw backupCopied(pathOf(address));
    const release = holdAlone(pathOf(address));
    const lost = commitsLost(pathOf(address));
    if (lost > 0)
      log.error(
        { code: 'STORE_LOG_DAMAGED', commits: lost, cure: FAULTS.STORE_LOG_DAMAGED.cure },
        FAULTS.STORE_LOG_DAMAGED.cause,
      );
    const store = await openStore(address).catch((error: unknown) => {
      release();
      throw error;
    });
    warnOfReaders(pathOf(address), log);
    const close = async (): Promise<void> => {
      try {
        await store.close();
        endInOrder(pathOf(address));
      } finally {
        release();
      }
    };
    return { ...store, close };
  }
  for (let told = false; ; told = true) {
    try {
      return await opened(address, checkMark);
    } catch (error) {
      if (isStopped() || !PASSING.has(storeFault((error as Fault).cause ?? error)?.code)) throw error;
      if (!told) log.warn({ err: error, code: 'STORE_UNREACHABLE' }, 'the database is not up yet; waiting for it');
      await new Promise((resume) => setTimeout(resume, TRY_AGAIN_MS));
    }
  }
}

/** Whether the service before was killed, as an SQLite file tells; to be asked before it is opened. */
export async function wasKilled(address: string): Promise<boolean> {
  const alone = await import('./alone.ts');
  return alone.wasKilled(pathOf(address));
}

/** Warns where others can read the file: one that is there already keeps its rights, which may be meant. */
function warnOfReaders(path: string, log: Log): void {
  const files = path === ':memory:' ? [] : readableByAll(path);
  const { cause, cure } = FAULTS.STORE_READABLE;
  if (files.length > 0) log.warn({ code: 'STORE_READABLE', files, cure }, cause);
}

/** Faults of a server that is not up yet, or has no room yet. */
const PASSING: ReadonlySet<FaultCode | undefined> = new Set(['STORE_LOST', 'STORE_CONNECTIONS', 'STORE_STANDBY']);

/** Whether an address is that of a PostgreSQL database. */
export function isPostgres(address: string): boolean {
  return /^postgres(ql)?:/.test(address);
}

/** The path of an SQLite file in its address, behind a link where there is one. */
export function pathOf(address: string): string {
  return behindLink(address.replace(/^sqlite:/, ''));
}
