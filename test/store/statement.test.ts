/** Statements of a message's usual way: none is built, and PostgreSQL keeps their plans. */
import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { type CompiledQuery, Kysely, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { OutboxRow } from '../../src/core/store.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { sqlStore } from '../../src/store/sql-store.ts';
import { marks, rowsOf, statement } from '../../src/store/statement.ts';
import { migrations, type Tables } from '../../src/store/tables.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { answered, end, lesson, message, moment, ticket } from '../fakes/samples.ts';

describe('statements written out', () => {
  it('have placeholders for rows and values', () => {
    assert.deepEqual([marks(3), rowsOf(2, 2)], ['?, ?, ?', '(?, ?), (?, ?)']);
  });

  it('are all that a message needs on its way: no query is built', async () => {
    const ran: CompiledQuery[] = [];
    const dialect = new SqliteDialect({ database: new Database(':memory:') });
    const db = new Kysely<Tables>({ dialect, log: ({ query }) => void ran.push(query) });
    await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
    const store = sqlStore(db);
    await store.accept([message('one')]);
    const works = await store.take(['fake:one']);
    ran.length = 0;
    await store.before('fake:one', null);
    assert.equal(await store.begun('fake:one'), true);
    assert.equal(await store.helped('fake:one'), null);
    assert.equal(await store.posted('fake:one', 'nobody', 'fake'), null);
    await store.accept([message('two')]);
    const sends = new Set(['fake']);
    const route = { channel: 'fake', address: null } as const;
    const beside = {
      ends: [end(), end({ rating: 'good' })],
      tickets: [ticket('F-1')],
      timers: [
        { name: 'remind', at: moment(9000), ...route },
        { name: 'promise', at: null, ...route },
      ],
      lessons: [{ ...lesson('what is that'), seq: 1, at: moment() }],
    };
    const committed = await store.commit(
      works.map((work) => ({ ...answered(work, ['first', 'second']), ...beside })),
      moment(),
      sends,
    );
    const row: OutboxRow = committed!.sending[0]!;
    const [next] = await store.record([{ row, state: 'sent', readyAt: null, ref: null }], moment(), sends);
    assert.deepEqual([next?.part, next?.attempt, next?.channel], [2, 1, 'fake']);
    assert.deepEqual(await store.openCases('jo'), []);
    const built = ran.filter(({ query }) => query.kind !== 'RawNode');
    assert.deepEqual(
      built.map((query) => query.sql),
      [],
    );
    assert.ok(ran.length > 20, `${ran.length} statements`);
    await db.destroy();
  });

  it('have plans that PostgreSQL keeps', async () => {
    const address = await freshDatabase();
    const db = openPostgres(address);
    try {
      const sums = statement<{ sum: number }>(
        (rows) => `select count(*)::int as sum from (values ${rowsOf(rows, 1)}) as given`,
      );
      const plans = await db.connection().execute(async (connection) => {
        for (let round = 0; round < 3; round++)
          assert.deepEqual((await sums(connection, ['a', 'b'], 2)).rows, [{ sum: 2 }]);
        const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
          connection,
        );
        return rows.map((row) => row.statement);
      });
      assert.deepEqual(plans, ['select count(*)::int as sum from (values ($1), ($2)) as given']);
    } finally {
      await db.destroy();
    }
  });
});
