/** The tables of the figures, and the migration that makes them. */
import { type Generated, type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The tables from which the figures are worked out. */
export interface CaseTables {
  /**
   * The record of each case, for the figures, without person, text or time of day. It stays when the conversation is
   * deleted, and then has neither its name nor an id that tells it. All but the times are numbers of `case_kind` and
   * `case_path`, so that very many rows are read at once.
   */
  case_record: {
    id: string;
    conversation: string | null;
    day: string;
    kind: number;
    path: number | null;
    /** To the first answer, in milliseconds; to the fix, and from the hand-over to a person, in seconds. */
    answer: number | null;
    fix: number | null;
    person: number | null;
  };
  /** The features that cases are counted by (a `CaseKind` as JSON), and the ways that they went, each once: many are alike. */
  case_kind: { id: Generated<number>; kind: string };
  case_path: { id: Generated<number>; path: string };
  /**
   * Two rows: the time up to which changed conversations are counted in `case_record` (1), and a mark that is another one after
   * each change of what is counted there (2), by which it is known that rows read before still hold.
   */
  counted: { id: number; at: string };
}

/** The tables of the migration: those that it makes, and the one that it reads. */
interface OutcomesBefore extends CaseTables {
  case_end: {
    conversation: string;
    case_id: string;
    intent: string | null;
    outcome: string;
    rating: string | null;
    at: string;
  };
}

/**
 * Records of cases, in place of the outcomes of deleted ones: those, and the ends of the conversations that are still
 * there, become records that know less.
 */
export const caseRecords: Migration = {
  async up(db: Kysely<OutcomesBefore>) {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
    await db.schema
      .createTable('case_record')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text')
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('kind', 'integer', (c) => c.notNull())
      .addColumn('path', 'integer')
      .addColumn('answer', 'bigint')
      .addColumn('fix', 'bigint')
      .addColumn('person', 'bigint')
      .execute();
    await db.schema.createIndex('case_record_conversation').on('case_record').column('conversation').execute();
    // It holds everything that is read, so that the table itself is not.
    await db.schema
      .createIndex('case_record_day')
      .on('case_record')
      .columns(['day', 'kind', 'path', 'answer', 'fix', 'person'])
      .execute();
    for (const [table, column] of [
      ['case_kind', 'kind'],
      ['case_path', 'path'],
    ] as const)
      await db.schema
        .createTable(table)
        .addColumn('id', isPostgres ? 'serial' : 'integer', (c) => c.primaryKey())
        .addColumn(column, 'text', (c) => c.notNull().unique())
        .execute();
    await db.schema
      .createTable('counted')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    // The table `outcome` stays for now: the version before may still write into it while an update goes on.
    await recordsOfOutcomes(db);
  },
};

/** Makes records of the outcomes and ends that there are. */
async function recordsOfOutcomes(db: Kysely<OutcomesBefore>): Promise<void> {
  type Known = { id: string; conversation: string | null; day: string; kind: string };
  const { rows: gone } = await sql<Record<'id' | 'channel' | 'outcome' | 'day', string> & Rated>`
    select id, channel, intent, outcome, rating, day from outcome`.execute(db);
  const there = await db.selectFrom('case_end').selectAll().execute();
  const known: Known[] = [
    ...gone.map(({ id, day, ...rest }) => ({ id, conversation: null, day, kind: kindOf(rest) })),
    ...there.map(({ conversation, case_id, at, intent, outcome, rating }) => ({
      ...{ id: `${conversation}|${case_id}`, conversation, day: at.slice(0, 10) },
      kind: kindOf({ channel: conversation.split(':')[0] ?? '', intent, outcome, rating }),
    })),
  ];
  const ids = new Map([...new Set(known.map(({ kind }) => kind))].map((kind, i) => [kind, i + 1]));
  for (const kind of ids.keys()) await db.insertInto('case_kind').values({ kind }).execute();
  const none = { path: null, answer: null, fix: null, person: null };
  for (let i = 0; i < known.length; i += MOST_AT_ONCE)
    await db
      .insertInto('case_record')
      .values(known.slice(i, i + MOST_AT_ONCE).map((row) => ({ ...row, ...none, kind: ids.get(row.kind)! })))
      .execute();
}

type Rated = { intent: string | null; rating: string | null };
const MOST_AT_ONCE = 500;

/** A kind of case of which only this much is known, as it was written when this migration was made. */
function kindOf({ channel, intent, outcome, rating }: { channel: string; outcome: string } & Rated): string {
  const unknown = { agents: null, reopened: false, checked: null };
  return JSON.stringify({ channel, pack: null, category: null, intent, walked: false, outcome, ...unknown, rating });
}
