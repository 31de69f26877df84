/** Reads what cases are counted by: every row of a period, in one go. */
import { type Kysely, sql } from 'kysely';
import type { CaseCount, CaseCounts, CaseKind, CaseQuery, CaseTime, PathCount } from '../core/case-record.ts';
import type { Store } from '../core/store.ts';
import { type CaseColumns, CaseRows, NOTHING } from './case-rows.ts';
import type { Tables } from './tables.ts';

/** The part of the store that the figures come from. */
export function caseCounts(db: Kysely<Tables>): Pick<Store, 'caseCounts'> {
  // Neither is ever changed once it is written.
  const kinds = new Remembered<CaseKind>(db, 'case_kind', 'kind', (text) => JSON.parse(text) as CaseKind);
  const paths = new Remembered<string>(db, 'case_path', 'path', (text) => text);
  const read = new CaseRows(db);
  return {
    async caseCounts(query: CaseQuery): Promise<CaseCounts> {
      const rows = await read.of(query);
      const [known, ways] = [await kinds.all(), await paths.all()];
      const tally = new CaseTally(known, ways, query);
      tally.add(rows);
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

  add({ day, kind, path, answer, fix, person }: CaseColumns): void {
    const { answer: answers, fix: fixes, person: people } = this.#times;
    for (let i = 0; i < kind.length; i++) {
      if (kind[i] !== this.#lastKind || day[i] !== this.#lastDay) this.#begin(kind[i]!, day[i]!);
      const counted = this.#last;
      if (counted === null) continue;
      counted.cases += 1;
      counted.days.at(-1)![1] += 1;
      if (path[i] !== NOTHING) counted.ways.set(path[i]!, (counted.ways.get(path[i]!) ?? 0) + 1);
      if (answer[i] !== NOTHING) answers.push(answer[i]!);
      if (fix[i] !== NOTHING) fixes.push(fix[i]!);
      if (person[i] !== NOTHING) people.push(person[i]!);
    }
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
  #begin(kind: number, day: string): void {
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
