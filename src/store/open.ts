/** Opens the database. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Kysely } from 'kysely';
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import { barredBy } from './access.ts';
import { storeFault, withCauses } from './causes.ts';
import { behindLink } from './file-place.ts';
import { isBehind, migrate } from './migrate.ts';
import { packingIn } from './packed.ts';
import { checkMark } from './restored.ts';
import { oneByOne, together } from './rounds.ts';
import { sqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';
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
      await checkEncoding(db)
        .then(() => migrate(db, new Date()))
        .then(() => check(db))
        .catch(async (error: unknown) => {
          await db.destroy();
          throw error;
        });
      return withCauses(sqlStore(db, oneByOne(db), await packingIn(db, new Date())));
    }
    const { openSqlite, sameFile } = await import('./sqlite.ts');
    const path = pathOf(address);
    const db = openSqlite(path);
    await checkUnused(db, path);
    await migrate(db, new Date());
    const isSame = sameFile(path);
    const store = sqlStore(db, together(db), await packingIn(db, new Date()));
    const ping = async (): Promise<void> => {
      isSame();
      await store.ping();
    };
    const accept: Store['accept'] = async (messages) => {
      // A file that was deleted takes writes all the same: what is acknowledged would be gone with this process.
      isSame();
      return store.accept(messages);
    };
    return withCauses({ ...store, accept, ping });
  } catch (cause) {
    throw unopened(cause, address);
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

/** @throws {Fault} STORE_MISSING, where no file is at a path */
export function mustBe(path: string): void {
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
  await db.destroy();
  throw new Fault('STORE_OLDER', `${FAULTS.STORE_OLDER.cause} (${path})`, FAULTS.STORE_OLDER.cure);
}

/** Faults with a cure of their own; everything else may come of the address. */
const TOLD: ReadonlySet<FaultCode> = new Set([
  'STORE_CERTIFICATE',
  'STORE_DAMAGED',
  'STORE_DENIED',
  'STORE_DISK',
  'STORE_ENCODING',
  'STORE_FULL',
  'STORE_IN_USE',
  'STORE_NEWER',
  'STORE_OLDER',
  'STORE_PLACE',
  'STORE_RESTORED',
  'STORE_TABLES',
]);

/** The fault of a database that can't be opened. */
function unopened(cause: unknown, address: string): Fault {
  const known = storeFault(cause);
  if (known && TOLD.has(known.code)) return known;
  const barred = isPostgres(address) ? null : barredBy(pathOf(address));
  const what =
    (cause as { code?: string }).code === 'SQLITE_CANTOPEN' ? `no file can be made at ${pathOf(address)}` : null;
  // The address of a server may hold a password: it is not repeated.
  return new Fault(
    'STORE_UNREACHABLE',
    `The database can't be opened: ${barred ?? what ?? (cause as Error).message}`,
    FAULTS.STORE_UNREACHABLE.cure,
    { cause },
  );
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
    const release = await held(pathOf(address));
    const lost = commitsLost(pathOf(address));
    if (lost > 0)
      log.error(
        { code: 'STORE_LOG_DAMAGED', commits: lost, cure: FAULTS.STORE_LOG_DAMAGED.cure },
        FAULTS.STORE_LOG_DAMAGED.cause,
      );
    const store = await openStore(address);
    return { ...store, close: () => store.close().finally(release) };
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

/** Faults of a server that is not up yet, or has no room yet. */
const PASSING: ReadonlySet<FaultCode | undefined> = new Set(['STORE_LOST', 'STORE_CONNECTIONS']);

async function held(path: string): Promise<() => void> {
  const { holdAlone } = await import('./alone.ts');
  try {
    return holdAlone(path);
  } catch (cause) {
    throw unopened(cause, `sqlite:${path}`);
  }
}

/** Whether an address is that of a PostgreSQL database. */
export function isPostgres(address: string): boolean {
  return /^postgres(ql)?:/.test(address);
}

/** The path of an SQLite file in its address, behind a link where there is one. */
export function pathOf(address: string): string {
  return behindLink(address.replace(/^sqlite:/, ''));
}
