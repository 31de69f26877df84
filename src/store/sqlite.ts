/** The connection to SQLite. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import type { Tables } from './tables.ts';

/** Opens an SQLite file, or `:memory:`. */
export function openSqlite(path: string): Kysely<Tables> {
  // Conversations are private: only the owner may read the folder.
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  // better-sqlite3 opens existing files with NORMAL, which can lose commits when the power fails.
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 5000');
  return new Kysely<Tables>({ dialect: new WholeDialect({ database: remembering(database) as never }) });
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

/** Keeps prepared statements: parsing one takes SQLite as long as running it. */
function remembering(database: { prepare(sql: string): unknown; close(): void }) {
  const kept = new Map<string, unknown>();
  return {
    prepare(sql: string): unknown {
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
