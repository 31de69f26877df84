/** Deletes records of cases that are too old for any figure, and what no record refers to any more. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Bite } from '../core/store.ts';
import { changeMark } from './case-counting.ts';
import type { Tables } from './tables.ts';

/** The number of rows in one bite. */
const MOST_IN_A_BITE = 100;

/** The parts of a round: records first, then the texts that they shared, if any record went. */
type Shelf = 'case_record' | 'case_path' | 'case_kind';

/** Deletes the next few rows from before a time; `from` is where the last bite ended. */
export async function oldFigures(db: Kysely<Tables>, before: string, from: readonly string[] | null): Promise<Bite> {
  const [part = 'case_record', last = '0'] = (from ?? []) as readonly [Shelf?, string?];
  return db.transaction().execute((tx) => (part === 'case_record' ? records(tx, before, last) : texts(tx, part, last)));
}

async function records(tx: Transaction<Tables>, before: string, earlier: string): Promise<Bite> {
  const day = before.slice(0, 10);
  const old = tx.selectFrom('case_record').select('id').where('day', '<', day).orderBy('day').limit(MOST_IN_A_BITE);
  const { numDeletedRows } = await tx.deleteFrom('case_record').where('id', 'in', old).executeTakeFirst();
  await tx.deleteFrom('content_change').where('at', '<', before).execute();
  const gone = Number(numDeletedRows);
  if (gone > 0) await changeMark(tx);
  const all = Number(earlier) + gone;
  if (gone === MOST_IN_A_BITE) return { gone, next: JSON.stringify(['case_record', String(all)]) };
  return { gone, next: all > 0 ? JSON.stringify(['case_path', '0']) : null };
}

async function texts(tx: Transaction<Tables>, table: 'case_path' | 'case_kind', last: string): Promise<Bite> {
  // A count waits meanwhile, so that no record comes to refer to a text that goes.
  await changeMark(tx);
  const column = table === 'case_path' ? 'path' : 'kind';
  const ids = await tx
    .selectFrom(table)
    .select('id')
    .where('id', '>', Number(last))
    .orderBy('id')
    .limit(MOST_IN_A_BITE)
    .execute();
  const next = ids.at(-1)?.id ?? 0;
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where id > ${Number(last)} and id <= ${next}
      -- SQLite would give the number of the last one to another text, and readers remember texts by number.
      and id < (select max(id) from ${sql.table(table)})
      and not exists (select 1 from case_record where case_record.${sql.ref(column)} = ${sql.table(table)}.id)`.execute(
    tx,
  );
  const gone = Number(numAffectedRows);
  if (ids.length === MOST_IN_A_BITE) return { gone, next: JSON.stringify([table, String(next)]) };
  return { gone, next: table === 'case_path' ? JSON.stringify(['case_kind', '0']) : null };
}
