import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { Store } from '../core/store.ts';
import { SqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';

/** Opens the database an address names (`sqlite:./data/firstline.db`, `sqlite::memory:`, `postgres://…`) and brings its tables up to date. */
export async function openStore(address: string): Promise<Store> {
  try {
    const db = /^postgres(ql)?:/.test(address)
      ? await openPostgres(address)
      : await openSqlite(address.replace(/^sqlite:/, ''));
    await migrate(db);
    return new SqlStore(db);
  } catch (cause) {
    // The address may hold a password: it is not repeated.
    throw new Fault(
      'STORE_UNREACHABLE',
      `The database can't be opened: ${(cause as Error).message}`,
      'Check DATABASE_URL, that the database is up, and that its folder can be written to.',
      { cause },
    );
  }
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const { Migrator } = await import('kysely/migration');
  const { migrations } = await import('./tables.ts');
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error) throw error;
}

async function openSqlite(path: string): Promise<Kysely<Tables>> {
  const [{ default: Database }, { Kysely, SqliteDialect }] = await Promise.all([
    import('better-sqlite3'),
    import('kysely'),
  ]);
  // Conversations are nobody else's business: the folder is its owner's alone.
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  // better-sqlite3 opens existing files with NORMAL, which can lose commits when the power fails.
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 5000');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: remembering(database) as never }) });
}

async function openPostgres(address: string): Promise<Kysely<Tables>> {
  const [{ default: pg }, { Kysely, PostgresDialect }] = await Promise.all([import('pg'), import('kysely')]);
  const pool = new pg.Pool({
    connectionString: address,
    max: 8,
    connectionTimeoutMillis: 5000,
    idle_in_transaction_session_timeout: 15_000,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** So many different statements are kept; one for every number of rows in it. */
const MOST_KEPT = 500;

/** Statements are prepared once and kept: reading one takes SQLite as long as running it. */
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
