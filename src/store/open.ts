/** Opens the database. */
import type { Kysely } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { Store } from '../core/store.ts';
import { sqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the database an address names (`sqlite:./data/firstline.db`, `sqlite::memory:`, `postgres://…`) and brings its
 * tables up to date.
 * @throws {Fault} STORE_UNREACHABLE
 */
export async function openStore(address: string): Promise<Store> {
  try {
    const db = /^postgres(ql)?:/.test(address)
      ? (await import('./postgres.ts')).openPostgres(address)
      : (await import('./sqlite.ts')).openSqlite(address.replace(/^sqlite:/, ''));
    await migrate(db);
    return sqlStore(db);
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
