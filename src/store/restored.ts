/**
 * Tells a PostgreSQL database that was put back from a dump: whoever was erased since the dump was taken is in it again, and
 * the list of the erased is as old as the rest.
 */
import { type Kysely, sql } from 'kysely';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';

/**
 * The tables' own numbers. A dump brings back every row and every comment, but its tables are made anew and get other numbers
 * from the server; a restart, a standby, VACUUM and pg_upgrade leave them as they are.
 */
const NUMBERS = sql`'erased'::regclass::oid || '.' || 'conversation'::regclass::oid`;

/** Writes the tables' numbers beside the list of the erased: with that, the list holds for what is in the tables. */
export async function markTables<T>(db: Kysely<T>): Promise<void> {
  // A comment takes no expression.
  await sql`do $$ begin execute format('comment on table erased is %L', 'holds for ' || ${NUMBERS}); end $$`.execute(
    db,
  );
}

/**
 * Looks whether the list of the erased holds for what is in the tables.
 * @throws {Fault} STORE_RESTORED
 */
export async function checkMark<T>(db: Kysely<T>): Promise<void> {
  const { rows } = await sql<{ holds: boolean | null }>`
    select obj_description('erased'::regclass, 'pg_class') = 'holds for ' || ${NUMBERS} as holds`.execute(db);
  const { cause, cure } = FAULTS.STORE_RESTORED;
  if (rows[0]?.holds !== true) throw new Fault('STORE_RESTORED', cause, cure);
}
