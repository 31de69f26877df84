/** The plans of the statements: however much is stored, none reads a whole table. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type CompiledQuery, Kysely, type KyselyConfig, PostgresDialect, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { sqlStore } from '../../src/store/sql-store.ts';
import { migrations, type Tables } from '../../src/store/tables.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { answered, message, moment } from '../fakes/samples.ts';

const [HERE, THERE] = ['fake:one', 'ticket:one'];
/** Scans of an index in its order, of rows given with the statement, of a bounded number of rows, and of jobs, which are few. */
const HARMLESS = / USING (?:COVERING )?INDEX|CONSTANT ROW|^SCAN (?:given|counted|column|\d+|job\b)/;
const BIG = [
  'inbox',
  'outbox',
  'conversation',
  'sequence',
  'ticket',
  'case_end',
  'timer',
  'ticket_entry',
  'ticket_word',
  'audit',
  'case_record',
  'case_path',
  'erased',
  'lesson',
];

/** The statements that the store runs for one message's whole way, and for everything else that a running service asks. */
async function statementsOf(dialect: SqliteDialect | PostgresDialect): Promise<{
  db: Kysely<Tables>;
  statements: readonly CompiledQuery[];
}> {
  const statements: CompiledQuery[] = [];
  const config: KyselyConfig = { dialect, log: ({ query }) => void statements.push(query) };
  const db = new Kysely<Tables>(config);
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  assert.equal(error, undefined);
  statements.length = 0;
  const store = sqlStore(db);
  const sends = new Set(['fake']);
  await store.accept([message('one'), message('two', { conversation: THERE })]);
  await store.waiting();
  await store.waiting(moment());
  await store.waiting(moment(), moment());
  await store.tried();
  await store.tried(moment());
  await store.tried(moment(), moment());
  const works = await store.take([HERE, THERE]);
  await store.risk([{ conversation: HERE, seq: 1 }]);
  const committed = await store.commit(
    works.map((work) => answered(work, ['first', 'second'])),
    moment(),
    sends,
  );
  const [row] = committed!.sending;
  await store.record([{ row: row!, state: 'sent', readyAt: null, ref: 'r' }], moment(), sends);
  await store.claim(await store.sendable(['fake'], moment(), 10), moment());
  await store.nextReady(['fake']);
  await store.unresolved(['fake']);
  await store.unresolved(['fake'], moment(), moment());
  await store.posted(HERE, 'one', 'fake');
  await store.whose('fake', 'r');
  await store.due(moment());
  await store.nextDue();
  await store.lines(HERE, { turn: 0, part: 0 });
  await store.lastTurns([HERE, THERE]);
  await store.helped(HERE);
  await store.openCases('fake:kim');
  await store.tickets(HERE);
  await store.ends(HERE);
  await store.states('ticket');
  await store.ratedTickets(moment(), moment(60_000), 9);
  await store.count(moment(), null);
  await store.count(moment(), JSON.stringify([moment(), HERE]));
  await store.caseCounts({ from: '2026-01-01', to: '2026-02-01', channel: 'fake', pack: null, intent: null });
  for (const list of ['waiting', 'mine', 'all'] as const)
    for (const after of [null, JSON.stringify(list === 'all' ? [moment(), 'F'] : [1, moment(), 'F'])])
      await store.ticketPage({ list, holder: 'console:kim', words: ['net', 'work'], after, most: 20 });
  await store.ticketCounts('console:kim');
  await store.ticketsChanged(moment());
  await store.note({ at: moment(), who: 'console:kim', name: 'Kim', what: 'opened', ticket: 'F' });
  await store.audit(moment(), 10);
  await store.auditFound(moment(), ['kim'], 10);
  await store.backlog(moment());
  for (const list of ['open', 'draft', 'done'] as const) await store.lessons(list, 10);
  await store.lessonsById(['a', 'b']);
  await store.lessonsIn(HERE);
  await store.useLessons([{ id: 'a', use: { use: 'leave' } }], moment());
  await store.takeLessons(['a', 'b'], moment());
  for (const what of ['pictures', 'conversations', 'lines', 'tickets'] as const) {
    await store.expire(what, moment(1), null);
    if (what !== 'pictures') await store.expire(what, moment(1), JSON.stringify([moment(), HERE]));
  }
  for (const [what, from] of [
    ['figures', null],
    ['figures', JSON.stringify(['case_path', '0'])],
    ['figures', JSON.stringify(['case_kind', '0'])],
    ['erased', null],
  ] as const)
    await store.expire(what, moment(1), from);
  return { db, statements: statements.filter(({ sql: text }) => /^\s*(?:select|update|insert|delete)/i.test(text)) };
}

describe('the plans of the statements', () => {
  it('read no whole table on SQLite', async () => {
    const database = new Database(join(freshFolder(), 'firstline.db'));
    const { db, statements } = await statementsOf(new SqliteDialect({ database }));
    const scans = statements.flatMap(({ sql: text, parameters }) =>
      database
        .prepare(`explain query plan ${text}`)
        .all(...parameters)
        .map((line) => (line as { detail: string }).detail)
        .filter((detail) => detail.startsWith('SCAN') && !HARMLESS.test(detail))
        .map((detail) => `${detail}: ${text}`),
    );
    assert.deepEqual(scans, []);
    assert.ok(statements.length > 20);
    await db.destroy();
  });

  it('read no whole table on PostgreSQL', async function () {
    this.timeout(120_000);
    const pool = new pg.Pool({ connectionString: await freshDatabase(), max: 1 });
    const { db, statements } = await statementsOf(new PostgresDialect({ pool }));
    // Small tables are read whole whatever their indexes are: without that way, only what no index serves is left.
    await sql`set enable_seqscan = off`.execute(db);
    const scans: string[] = [];
    for (const { sql: text, parameters } of statements) {
      const { rows } = await pool.query(`explain ${text}`, [...parameters]);
      for (const row of rows as { 'QUERY PLAN': string }[]) {
        const table = /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1];
        if (table && BIG.includes(table)) scans.push(`${table}: ${text}`);
      }
    }
    assert.deepEqual(scans, []);
    await db.destroy();
  });
});
