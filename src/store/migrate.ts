/** Brings the tables of a database up to date, also while instances of the version before work on them. */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import { migrations, type Tables } from './tables.ts';

/**
 * The longest wait for the lock of a table, in milliseconds. Everything else waits behind it meanwhile, and after a second
 * PostgreSQL would look for deadlocks and end somebody's transaction.
 */
const LOCK_MS = 300;
/** The pause before another try, in milliseconds, and the number of tries. */
const PAUSE_MS = 200;
const MOST_TRIES = 150;
/** PostgreSQL's codes for a lock that was not given in time, and for a deadlock. */
const LOCKED: readonly unknown[] = ['55P03', '40P01'];

/** The time for which a version before may work on the tables of a later one, in milliseconds: a day, as deploy/README.md says. */
const WAY_BACK_MS = 24 * 60 * 60 * 1000;

/**
 * Runs the migrations that are missing, each in a transaction of its own. Those of a later version, which ran less than a day
 * before, are left as they are: they only add, so that this version can go on beside the later one, or after it.
 * @throws {Fault} STORE_NEWER where a later version has had the tables for longer
 */
export async function migrate(db: Kysely<Tables>, now: Date): Promise<void> {
  const ran = await migrationsIn(db);
  const later = ran.find(({ name }) => isLater(name));
  if (later && now.getTime() - Date.parse(later.timestamp) > WAY_BACK_MS)
    throw new Fault('STORE_NEWER', `${FAULTS.STORE_NEWER.cause} (${later.timestamp})`, FAULTS.STORE_NEWER.cure);
  let tries = 0;
  for (let names = ran.map(({ name }) => name); ; ) {
    const provider = { getMigrations: async () => ({ ...hasty(), ...laterOf(names) }) };
    const migrator = new Migrator({ db, provider });
    // Nobody works on a new database, so that all of it may be one transaction.
    const { error, results } = await (names.length === 0 ? migrator.migrateToLatest() : migrator.migrateUp());
    if (!error && names.length > 0 && results?.length) continue;
    if (!error) return;
    if (LOCKED.includes((error as { code?: unknown }).code) && ++tries < MOST_TRIES) {
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
      continue;
    }
    const since = (await migrationsIn(db)).map(({ name }) => name);
    if (since.length === names.length) throw error;
    // Another instance, maybe of a later version, migrated in the meantime.
    names = since;
  }
}

/** Whether the tables of a database are those of an earlier version; a new database has none. */
export async function isBehind(db: Kysely<Tables>): Promise<boolean> {
  const ran = new Set((await migrationsIn(db)).map(({ name }) => name));
  return ran.size > 0 && Object.keys(migrations).some((name) => !ran.has(name));
}

/** This version's migrations; on PostgreSQL they don't wait long for a table that is in use. */
function hasty(): Record<string, Migration> {
  const all = Object.entries(migrations).map(([name, migration]): [string, Migration] => [
    name,
    {
      async up(db) {
        if (db.getExecutor().adapter instanceof PostgresAdapter)
          await sql`set local lock_timeout = ${sql.lit(LOCK_MS)}`.execute(db);
        await migration.up(db);
      },
    },
  ]);
  return Object.fromEntries(all);
}

/** The migrations that ran in a database, and when. */
async function migrationsIn(
  db: Kysely<Tables>,
): Promise<readonly { readonly name: string; readonly timestamp: string }[]> {
  // A new database has no such table; one that can't be reached fails right after.
  const rows = await db
    .selectFrom('kysely_migration' as never)
    .select(['name', 'timestamp'] as never)
    .execute()
    .catch(() => []);
  return rows as readonly { readonly name: string; readonly timestamp: string }[];
}

/** The migrations that come after all of this version's; they do nothing here. */
function laterOf(names: readonly string[]): Record<string, Migration> {
  return Object.fromEntries(names.filter(isLater).map((name) => [name, { async up() {} }]));
}

/** Whether a migration comes after all of this version's. */
function isLater(name: string): boolean {
  return name > Object.keys(migrations).sort().at(-1)!;
}
