/** Reads what cases are counted by: every row of a period, in one go. */
import { type Kysely, sql } from 'kysely';
import type { CaseCount, CaseCounts, CaseKind, CaseQuery, CaseTime, PathCount } from '../core/case-record.ts';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that the figures come from. */
export function caseCounts(db: Kysely<Tables>): Pick<Store, 'caseCounts'> {
  // Neither is ever changed once it is written.
  const kinds = new Remembered<CaseKind>(db, 'case_kind', 'kind', (text) => JSON.parse(text) as CaseKind);
  const paths = new Remembered<string>(db, 'case_path', 'path', (text) => text);
  return {
    async caseCounts(query: CaseQuery): Promise<CaseCounts> {
      // Grouped by the database it would take longer: there are many kinds on each day. In the order of the index.
      const rows = await db
        .selectFrom('case_record')
        .select(['day', 'kind', 'path', 'answer', 'fix', 'person'])
        .where('day', '>=', query.from)
        .where('day', '<=', query.to)
        .orderBy('day')
        .orderBy('kind')
        .execute();
      const [known, ways] = [await kinds.all(), await paths.all()];
      const tally = new CaseTally(known, ways, query);
      for (const row of rows) tally.add(row);
      return tally.counts();
    },
  };
}

/** A table that only grows: what was read of it once is not read again. */
class Remembered<T> {
  readonly #db: Kysely<Tables>;
  readonly #table: 'case_kind' | 'case_path';
  readonly #column: 'kind' | 'path';
  readonly #parse: (text: string) => T;
  readonly #known = new Map<number, T>();
  #last = 0;

  constructor(
    db: Kysely<Tables>,
    table: 'case_kind' | 'case_path',
    column: 'kind' | 'path',
    parse: (text: string) => T,
  ) {
    this.#db = db;
    this.#table = table;
    this.#column = column;
    this.#parse = parse;
  }

  async all(): Promise<ReadonlyMap<number, T>> {
    const { rows } = await sql<{ id: number; text: string }>`
      select id, ${sql.ref(this.#column)} as text from ${sql.table(this.#table)}
      where id > ${this.#last - OUT_OF_ORDER}`.execute(this.#db);
    for (const { id, text } of rows) {
      if (!this.#known.has(id)) this.#known.set(id, this.#parse(text));
      this.#last = Math.max(this.#last, id);
    }
    return this.#known;
  }
}

/** Several instances may store their numbers in another order than they drew them: so many are read again. */
const OUT_OF_ORDER = 1000;

type ReadRow = Pick<Tables['case_record'], 'day' | 'kind' | 'path' | CaseTime>;
const DAY_MS = 86_400_000;

/** The cases of one kind while they are counted. */
interface Counted {
  readonly kind: CaseKind;
  cases: number;
  readonly days: [day: number, cases: number][];
  /** The number of cases by path. */
  readonly ways: Map<number, number>;
}

/** Counts rows, which come by day and kind. */
class CaseTally {
  readonly #kinds: ReadonlyMap<number, CaseKind>;
  readonly #paths: ReadonlyMap<number, string>;
  readonly #query: CaseQuery;
  readonly #counted = new Map<number, Counted>();
  /** The number of cases by path: of those that were not handed over, and of those that were. */
  readonly #ways: readonly [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  readonly #times: Readonly<Record<CaseTime, number[]>> = { answer: [], fix: [], person: [] };
  /** The kind and the day of the last row; null where the kind is not asked for. */
  #last: Counted | null = null;
  #lastKind = -1;
  #lastDay = '';
  #day = 0;

  constructor(kinds: ReadonlyMap<number, CaseKind>, paths: ReadonlyMap<number, string>, query: CaseQuery) {
    this.#kinds = kinds;
    this.#paths = paths;
    this.#query = query;
  }

  add(row: ReadRow): void {
    if (row.kind !== this.#lastKind || row.day !== this.#lastDay) this.#begin(row);
    const counted = this.#last;
    if (counted === null) return;
    counted.cases += 1;
    counted.days.at(-1)![1] += 1;
    if (row.path !== null) counted.ways.set(row.path, (counted.ways.get(row.path) ?? 0) + 1);
    // PostgreSQL answers large numbers as text.
    if (row.answer !== null) this.#times.answer.push(Number(row.answer));
    if (row.fix !== null) this.#times.fix.push(Number(row.fix));
    if (row.person !== null) this.#times.person.push(Number(row.person));
  }

  counts(): CaseCounts {
    const cases = [...this.#counted.values()].map(
      ({ kind, cases: n, days }): CaseCount => ({ ...kind, cases: n, days }),
    );
    const paths = this.#ways.flatMap((ways, handed) =>
      [...ways].map(([path, n]): PathCount => ({ path: this.#paths.get(path) ?? '', handed: handed === 1, cases: n })),
    );
    const sorted = (time: CaseTime): Float64Array => Float64Array.from(this.#times[time]).sort();
    return { cases, paths, times: { answer: sorted('answer'), fix: sorted('fix'), person: sorted('person') } };
  }

  /** Begins to count a kind on a day. */
  #begin({ kind, day }: ReadRow): void {
    if (day !== this.#lastDay) this.#day = (Date.parse(day) - Date.parse(this.#query.from)) / DAY_MS;
    this.#lastDay = day;
    this.#lastKind = kind;
    this.#last = this.#counted.get(kind) ?? this.#asked(kind);
    this.#last?.days.push([this.#day, 0]);
  }

  /** A kind that was not counted yet; null where it is not asked for. */
  #asked(number: number): Counted | null {
    const kind = this.#kinds.get(number);
    const { channel, pack, intent } = this.#query;
    if (!kind || (channel !== null && kind.channel !== channel)) return null;
    if ((pack !== null && kind.pack !== pack) || (intent !== null && kind.intent !== intent)) return null;
    const ways = this.#ways[kind.outcome === 'handed-over' ? 1 : 0];
    const counted: Counted = { kind, cases: 0, days: [], ways };
    this.#counted.set(number, counted);
    return counted;
  }
}
