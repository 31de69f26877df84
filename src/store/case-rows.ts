/**
 * The rows of a period that cases are counted by, kept for the next question: other filters, and other leads, ask for the same
 * period, and its rows change only when cases are counted, once a minute.
 */
import type { Kysely } from 'kysely';
import type { CaseQuery } from '../core/case-record.ts';
import type { Tables } from './tables.ts';

/** The row of the table `counted` whose mark changes with every change of what is counted. */
export const COUNTED_MARK = 2;
/** The number of periods that are kept: one with the days before and after a change of the content, and the evidence's. */
const MOST_PERIODS = 4;
/** The age up to which rows are kept, in milliseconds: an instance of the version before changes no mark. */
const OLDEST_MS = 60_000;

/** The value of a column without one; all others are 0 or more. */
export const NOTHING = -1;

/** Rows by column: a hundred thousand of them are 3 MB. In the order of day and kind. */
export interface CaseColumns {
  readonly day: readonly string[];
  readonly kind: Int32Array;
  readonly path: Int32Array;
  readonly answer: Float64Array;
  readonly fix: Float64Array;
  readonly person: Float64Array;
}

/** Reads rows, and keeps those of the last periods. */
export class CaseRows {
  readonly #db: Kysely<Tables>;
  /** By period, the one that was asked for last at the end. */
  readonly #kept = new Map<
    string,
    { readonly mark: string; readonly at: number; readonly rows: Promise<CaseColumns> }
  >();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** The rows of a period as they are in the database. */
  async of({ from, to }: Pick<CaseQuery, 'from' | 'to'>): Promise<CaseColumns> {
    // Before the rows: what is counted meanwhile is read again the next time.
    const mark = await this.#mark();
    const key = `${from}|${to}`;
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (kept && kept.mark === mark && performance.now() - kept.at < OLDEST_MS) {
      this.#kept.set(key, kept);
      return kept.rows;
    }
    const rows = this.#read(from, to);
    this.#kept.set(key, { mark, at: performance.now(), rows });
    for (const old of [...this.#kept.keys()].slice(0, -MOST_PERIODS)) this.#kept.delete(old);
    // A database that was away is asked again.
    rows.catch(() => this.#kept.delete(key));
    return rows;
  }

  async #mark(): Promise<string> {
    const row = await this.#db.selectFrom('counted').select('at').where('id', '=', COUNTED_MARK).executeTakeFirst();
    return row?.at ?? '';
  }

  async #read(from: string, to: string): Promise<CaseColumns> {
    // Grouped by the database it would take longer: there are many kinds on each day. In the order of the index.
    const rows = await this.#db
      .selectFrom('case_record')
      .select(['day', 'kind', 'path', 'answer', 'fix', 'person'])
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day')
      .orderBy('kind')
      .execute();
    // PostgreSQL answers large numbers as text.
    const column = (name: 'answer' | 'fix' | 'person'): Float64Array =>
      Float64Array.from(rows, (row) => (row[name] === null ? NOTHING : Number(row[name])));
    return {
      day: rows.map(({ day }) => day),
      kind: Int32Array.from(rows, ({ kind }) => kind),
      path: Int32Array.from(rows, ({ path }) => path ?? NOTHING),
      ...{ answer: column('answer'), fix: column('fix'), person: column('person') },
    };
  }
}
