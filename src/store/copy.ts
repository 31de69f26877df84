/** Copies an SQLite database to PostgreSQL, all of it or nothing. */
import Database from 'better-sqlite3';
import { type Kysely, sql, type Transaction } from 'kysely';
import { holdAlone } from './alone.ts';
import { faultOf } from './backup.ts';
import { storeFault } from './causes.ts';
import { isPostgres, mustBe, openStore, pathOf } from './open.ts';
import { tablesWith } from './table-rules.ts';
import type { Tables } from './tables.ts';

/** Every table that is copied. */
const COPIED = tablesWith(({ isCopied }) => isCopied);
/** The number of rows in one statement: far from the number of values that PostgreSQL takes. */
const ROWS_AT_ONCE = 200;

/**
 * Copies every row, in one transaction, and compares the counts before it is stored; answers the number of rows by table.
 * @throws {Fault} COPY_WRONG_WAY, COPY_NOT_EMPTY, COPY_DIFFERS, STORE_IN_USE while a service runs, STORE_MISSING or STORE_UNREACHABLE
 */
export async function copy(
  from: string,
  to: string,
  tell: (done: number) => void,
): Promise<ReadonlyMap<string, number>> {
  if (isPostgres(from) || !isPostgres(to)) throw faultOf('COPY_WRONG_WAY');
  const path = pathOf(from);
  mustBe(path);
  const release = holdAlone(path);
  // Both are brought to the same tables first.
  for (const address of [from, to]) await (await openStore(address)).close();
  const source = new Database(path, { fileMustExist: true });
  const target = (await import('./postgres.ts')).openPostgres(to);
  try {
    return await target.transaction().execute((tx) => copied(source, tx, tell));
  } catch (error) {
    throw storeFault(error) ?? error;
  } finally {
    source.close();
    await target.destroy();
    release();
  }
}

async function copied(
  source: Database.Database,
  tx: Transaction<Tables>,
  tell: (done: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(COPIED.map((table) => [table as string, countIn(source, table)]));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const table of COPIED) {
    // Nobody else writes to it until all is there.
    await sql`lock table ${sql.table(table)} in exclusive mode`.execute(tx);
    if ((await countOf(tx, table)) > 0) throw faultOf('COPY_NOT_EMPTY', table);
    let rows: Record<string, unknown>[] = [];
    const flush = async (): Promise<void> => {
      if (rows.length > 0)
        await tx
          .insertInto(table)
          .values(rows as never)
          .execute();
      done += rows.length;
      rows = [];
      tell(all === 0 ? 1 : done / all);
    };
    for (const row of source.prepare(`select * from ${table}`).iterate()) {
      rows.push(row as Record<string, unknown>);
      if (rows.length >= ROWS_AT_ONCE) await flush();
    }
    await flush();
    if ((await countOf(tx, table)) !== counts.get(table)) throw faultOf('COPY_DIFFERS', table);
  }
  // These draw their numbers from PostgreSQL, which must go on behind those that came along.
  for (const table of ['case_kind', 'case_path'])
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select coalesce(max(id), 0) + 1 from ${sql.table(table)}), false)`.execute(
      tx,
    );
  return counts;
}

function countIn(source: Database.Database, table: string): number {
  return source.prepare(`select count(*) from ${table}`).pluck().get() as number;
}

async function countOf(db: Kysely<Tables>, table: keyof Tables): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from ${sql.table(table)}`.execute(db);
  return Number(rows[0]!.count);
}
