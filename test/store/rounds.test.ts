/** Work of one round of the event loop shares one commit, and fails by itself. */
import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import sinon from 'sinon';
import { oneByOne, together, type Write } from '../../src/store/rounds.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Tables } from '../../src/store/tables.ts';

describe('what is written in one round', () => {
  let db: Kysely<Tables>;
  let said: string[];
  beforeEach(async () => {
    said = [];
    const database = new Database(':memory:', { verbose: (statement) => void said.push(String(statement)) });
    db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    await sql`create table kept (name text unique)`.execute(db);
    said.length = 0;
  });
  afterEach(() => db.destroy());

  const keep = (write: Write, name: string): Promise<string> =>
    write(async (tx) => {
      await sql`insert into kept values (${name})`.execute(tx);
      return name;
    });
  const kept = async (): Promise<readonly string[]> =>
    (await sql<{ name: string }>`select name from kept order by name`.execute(db)).rows.map(({ name }) => name);
  const commits = (): number => said.filter((statement) => statement === 'commit').length;

  it('shares one commit, and is told what became of it', async () => {
    const write = together(db);
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((name) => keep(write, name))), ['a', 'b', 'c']);
    assert.equal(commits(), 1);
    await keep(write, 'd');
    assert.equal(commits(), 2);
    assert.deepEqual(await kept(), ['a', 'b', 'c', 'd']);
  });

  it('takes along what is asked for a few rounds of the event loop later: a request takes that many to be read', async () => {
    const write = together(db);
    // A busy machine would take longer for four rounds than such a pause lasts.
    const clock = sinon.stub(performance, 'now').returns(0);
    try {
      const first = keep(write, 'a');
      for (let round = 0; round < 4; round++) await new Promise(setImmediate);
      await Promise.all([first, keep(write, 'b')]);
    } finally {
      clock.restore();
    }
    assert.equal(commits(), 1);
  });

  it('has a commit for each where it is written one by one', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => keep(oneByOne(db), name)));
    assert.equal(commits(), 3);
  });

  it('undoes what throws, and nothing else', async () => {
    const write = together(db);
    const half = write(async (tx) => {
      await sql`insert into kept values ('half')`.execute(tx);
      throw new Error('no');
    });
    const results = await Promise.allSettled([keep(write, 'a'), half, keep(write, 'a'), keep(write, 'b')]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.equal(commits(), 1);
    assert.deepEqual(await kept(), ['a', 'b']);
  });

  it('is told of a commit that failed before anything of it counts, and the next round goes on', async () => {
    await db.destroy();
    db = openSqlite(':memory:');
    await sql`create table kept (name text unique)`.execute(db);
    const write = together(db);
    // As a full disk does, it undoes the whole transaction.
    const full = write(async (tx) => {
      await sql`insert or rollback into kept values ('a')`.execute(tx);
      await sql`insert or rollback into kept values ('a')`.execute(tx);
    });
    const results = await Promise.allSettled([keep(write, 'b'), full, keep(write, 'c')]);
    assert.deepEqual(
      results.map((r) => (r.status === 'rejected' ? (r.reason as { code: string }).code : r.status)),
      Array(3).fill('SQLITE_CONSTRAINT_UNIQUE'),
    );
    assert.deepEqual(await kept(), []);
    await keep(write, 'd');
    assert.deepEqual(await kept(), ['d']);
  });
});
