/**
 * Statements of a message's usual way, written out. Kysely takes longer to build and compile one than the database to run it, so
 * the text is made once for each number of rows; the columns are named, so that a column added by a later version changes nothing.
 */
import { CompiledQuery, type Kysely, PostgresAdapter } from 'kysely';
import type { Tables } from './tables.ts';

/** Runs a statement with its values, in the order of its placeholders, for so many rows; answers what it gives back. */
export type Statement<R> = (
  db: Kysely<Tables>,
  values: readonly unknown[],
  rows?: number,
) => Promise<{ readonly rows: readonly R[]; readonly changed: number }>;

/** The names under which PostgreSQL keeps the plans of statements, by their text. */
const names = new Map<string, string>();
/** The largest number of rows of a statement whose plan PostgreSQL keeps; every connection has plans of its own. */
const MOST_PREPARED = 16;

/** The name under which PostgreSQL is to keep the plan of a statement; undefined for one that comes too rarely. */
export function preparedAs(text: string): string | undefined {
  return names.get(text);
}

/** The largest number of texts that are kept of one statement: there are as many as messages in a commit. */
const MOST_KEPT = 256;

/** A statement whose text depends on the number of rows alone, with a question mark for each value. */
export function statement<R = unknown>(text: (rows: number) => string): Statement<R> {
  const kept = { sqlite: new Map<number, string>(), postgres: new Map<number, string>() };
  return async (db, values, rows = 1) => {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
    const texts = isPostgres ? kept.postgres : kept.sqlite;
    let sql = texts.get(rows);
    if (sql === undefined) {
      sql = isPostgres ? numbered(text(rows)) : text(rows);
      if (texts.size < MOST_KEPT) {
        texts.set(rows, sql);
        if (isPostgres && rows <= MOST_PREPARED) names.set(sql, `firstline-${names.size + 1}`);
      }
    }
    const result = await db.executeQuery<R>(CompiledQuery.raw(sql, values as unknown[]));
    return { rows: result.rows, changed: Number(result.numAffectedRows ?? 0n) };
  };
}

/** Placeholders for so many rows of so many values: `(?, ?), (?, ?)`. */
export function rowsOf(rows: number, values: number): string {
  return Array(rows)
    .fill(`(${marks(values)})`)
    .join(', ');
}

/** Placeholders for so many values: `?, ?`. */
export function marks(values: number): string {
  return Array(values).fill('?').join(', ');
}

/** PostgreSQL numbers its placeholders. */
function numbered(text: string): string {
  let number = 0;
  return text.replaceAll('?', () => `$${++number}`);
}
