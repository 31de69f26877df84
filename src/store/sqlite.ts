/** The connection to SQLite. */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { makeFile, makePlace } from './file-place.ts';
import type { Tables } from './tables.ts';

/** Opens an SQLite file, or `:memory:`. */
export function openSqlite(path: string): Kysely<Tables> {
  makePlace(path);
  makeFile(path);
  const database = new Database(path);
  try {
    settle(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return new Kysely<Tables>({ dialect: new WholeDialect({ database: remembering(database) as never }) });
}

/** Sets what holds for every connection. */
function settle(database: Database.Database): void {
  // Freed pages can be given back in small steps; it holds only for files that are still empty.
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  // Deleted rows are overwritten with zeros.
  database.pragma('secure_delete = ON');
  // better-sqlite3 opens existing files with NORMAL, which can lose commits when the power fails.
  database.pragma('synchronous = FULL');
  // SQLite waits for a lock by sleeping, and nothing else would go on meanwhile: the store tries again instead.
  database.pragma('busy_timeout = 10');
}

/**
 * The endings of the files beside a database: its log of writes, the index of that log, which all processes share, and the
 * lock of the service, without which a second one would start.
 */
const BESIDE = ['-wal', '-shm', '-service'];

/**
 * A check that a path still is the file it was, and that those beside it are: a deleted one can be written to, and is lost. An
 * empty one was emptied from outside, while SQLite still has its pages in memory.
 * @throws {Fault} STORE_GONE, when the check is called
 */
export function sameFile(path: string): () => void {
  if (path === ':memory:') return () => undefined;
  const { ino } = statSync(path);
  const known = new Map<string, number>();
  const isGone = (beside: string): boolean => {
    const now = statSync(beside, { throwIfNoEntry: false })?.ino;
    // The log is there from the first look at the file on, for as long as it is open.
    if (now !== undefined && !known.has(beside)) known.set(beside, now);
    return known.get(beside) !== now;
  };
  return () => {
    const file = statSync(path, { throwIfNoEntry: false });
    const gone =
      file?.ino !== ino || file.size === 0 ? path : BESIDE.map((end) => `${path}${end}`).find((one) => isGone(one));
    if (gone === undefined) return;
    throw new Fault('STORE_GONE', `${FAULTS.STORE_GONE.cause} (${gone})`, FAULTS.STORE_GONE.cure);
  };
}

/**
 * A dialect with migrations in transactions: one that is cut off half-way must leave nothing behind. SQLite can do
 * that; Kysely's own dialect doesn't ask it to.
 */
class WholeDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new WholeAdapter();
  }
}

class WholeAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The largest number of prepared statements that are kept; the number of rows in a statement makes it another one. */
const MOST_KEPT = 500;

const FREES_PAGES = /^pragma incremental_vacuum/;

/** Keeps prepared statements: parsing one takes SQLite as long as running it. */
function remembering(database: Database.Database) {
  const kept = new Map<string, unknown>();
  return {
    prepare(sql: string): unknown {
      // After an error such as a full disk SQLite has rolled back by itself; "cannot rollback" would hide that error.
      if (sql === 'rollback' && !database.inTransaction) return database.prepare('select 1 where 0');
      // SQLite frees one page a step, and `run` takes one step: only `pragma` takes them all.
      if (FREES_PAGES.test(sql)) return { reader: true, all: () => database.pragma(sql.slice('pragma '.length)) };
      const known = kept.get(sql);
      if (known !== undefined) return known;
      if (kept.size >= MOST_KEPT) kept.clear();
      const statement = database.prepare(sql);
      kept.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
}
