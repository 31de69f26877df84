/** Erased data is gone from the file, not only from the answers of the store. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import pg from 'pg';
import { compact } from '../../src/store/compact.ts';
import { erasing } from '../../src/store/erase.ts';
import { openStore } from '../../src/store/open.ts';
import { PACKED } from '../../src/store/packed.ts';
import type { Tables } from '../../src/store/tables.ts';
import { freshFolder } from '../fakes/folder.ts';
import { freshDatabase } from '../fakes/postgres.ts';
import { answered, entry, lesson, message, moment, ticket } from '../fakes/samples.ts';

/** Runs every statement of a database past `heard`, with whether it runs in a transaction that writes. */
async function overheard(path: string, heard: (sql: string, isWriting: boolean) => void): Promise<Kysely<Tables>> {
  const database = new Database(path);
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database }),
    log: ({ query }) => heard(query.sql, database.inTransaction),
  });
}

describe('erasing words in conversations of others', () => {
  it('looks at every message without a lock, and rewrites a few at a time', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const store = await openStore(`sqlite:${path}`);
    const kims = (conversation: string, i: number) =>
      message(`Kuckucksuhr ${i}`, { conversation, person: { id: 'fake:kim', name: 'Kim' } });
    await store.accept(Array.from({ length: 200 }, (_, i) => kims(i % 2 === 0 ? 'fake:a' : 'fake:y', i)));
    await store.accept([kims('fake:kim', 0)]);
    const database = new Database(path);
    database.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 12000)
      insert into inbox (conversation, seq, dedupe, message, attempts, state, accepted_at)
      select 'fake:m' || (i % 100), i, 'd' || i, '{"text":"harmless"}', 0, 'done', '2026-03-02T09:00:00.000Z' from n`);
    database.close();
    let looks = 0;
    let bites = 0;
    let most = 0;
    let now = 0;
    const db = await overheard(path, (sql, isWriting) => {
      if (/message like/.test(sql)) {
        looks += 1;
        assert.equal(isWriting, false, sql);
      }
      if (!isWriting) now = 0;
      else if (/^update "inbox" set "message"/.test(sql)) {
        if (now === 0) bites += 1;
        now += 1;
        most = Math.max(most, now);
      }
    });
    assert.equal((await erasing(db, PACKED).forget('fake:kim', 'all')).conversations.length, 1);
    await db.destroy();
    assert.deepEqual([looks, bites, most], [3, 4, 50]);
    for (const place of ['fake:a', 'fake:y']) {
      const lines = await store.lines(place, { turn: 0, part: 0 });
      assert.equal(lines.filter(({ message: m }) => m?.text === '' && m.person === null).length, 100);
    }
    assert.deepEqual(await store.lines('fake:kim', { turn: 0, part: 0 }), []);
    await store.close();
  });
});

describe('erased words on PostgreSQL', () => {
  it('are in no row after tidying, and in no file of a table or index once VACUUM FULL wrote those anew', async () => {
    const address = await freshDatabase();
    const store = await openStore(address);
    const client = new pg.Client(address);
    await client.connect();
    /** Every table, index and long value of the database with these bytes in its file. */
    const filesWith = async (word: string): Promise<string[]> => {
      await client.query('checkpoint');
      const { rows } = await client.query(
        `select relname from pg_class where relkind in ('r', 'i', 't') and oid >= 16384
          and position($1::bytea in pg_read_binary_file(pg_relation_filepath(oid))) > 0`,
        [Buffer.from(word)],
      );
      return rows.map(({ relname }) => relname as string);
    };
    try {
      for (const conversation of ['fake:kim', 'fake:jo'])
        for (let i = 0; i < 20; i++) {
          const word = conversation === 'fake:kim' ? 'Kuckucksuhr' : 'Siebenschlaefer';
          await store.accept([message(word, { conversation })]);
          const [work] = await store.take([conversation]);
          await store.commit([{ ...answered(work!, [`you said ${word}`]), person: conversation }], moment());
        }
      assert.deepEqual((await filesWith('Kuckucksuhr')).sort(), ['inbox', 'outbox']);
      await store.forget('fake:kim', 'all');
      await store.tidy();
      for (const table of ['inbox', 'outbox']) {
        const { rows: found } = await client.query(`select 1 from ${table} where ${table}::text like '%Kuckucksuhr%'`);
        assert.deepEqual(found, [], table);
      }
      await client.query('vacuum full');
      assert.deepEqual(await filesWith('Kuckucksuhr'), []);
      assert.deepEqual(
        (await filesWith('Siebenschlaefer')).sort(),
        ['inbox', 'outbox'],
        'the look finds what is there',
      );
    } finally {
      await client.end();
      await store.close();
    }
  });
});

/** Words that stand nowhere else, each in another kind of row. */
const WORDS = [
  'Kuckucksuhr',
  'Siebenschlaefer',
  'Bratkartoffel',
  'Windmuehle',
  'Murmeltier',
  'Leberknoedel',
  'gartenzwerg',
  'Bierdeckel',
];

describe('the look through the messages of others', () => {
  it('lets everything else in the process have its turn', async () => {
    const store = await openStore('sqlite::memory:');
    const some = (round: number) =>
      Array.from({ length: 1000 }, (_, i) => message('a word', { id: `${i}`, conversation: `fake:${round}` }));
    // Three looks' worth.
    for (let round = 0; round < 11; round++) await store.accept(some(round));
    let turns = 0;
    let isOver = false;
    const next = (): void => {
      turns += 1;
      if (!isOver) setImmediate(next);
    };
    setImmediate(next);
    await store.forget('fake:kim', 'all');
    isOver = true;
    assert.ok(turns >= 3, `${turns} turns of the event loop`);
    await store.close();
  });
});

describe('erased words', () => {
  it('are neither in the file nor in its log of writes, while another process has both open', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const [store, other] = [await openStore(`sqlite:${path}`), await openStore(`sqlite:${path}`)];
    const raw = (): string =>
      [path, `${path}-wal`].map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
    for (let i = 0; i < 120; i++) {
      const conversation = i % 3 === 0 ? 'fake:kims' : `fake:${i}`;
      const word = i % 3 === 0 ? WORDS[0] : 'harmless';
      await store.accept([message(`${word} ${'x'.repeat(i * 60)}`, { conversation })]);
      const [work] = await store.take([conversation]);
      const done = answered(work!, [i % 3 === 0 ? `you said ${WORDS[1]}` : 'yes']);
      const summary = { ...ticket('F').summary, report: WORDS[2]! };
      const tickets = i % 30 === 0 ? [{ ...ticket(`F-${i}`, { conversation }), summary }] : [];
      const noted = i % 3 === 0 ? [{ ...lesson(`${WORDS[4]} ${i}`), seq: work!.rows[0]!.seq, at: moment() }] : [];
      const person = i % 3 === 0 ? 'fake:kim' : null;
      await store.commit([{ ...done, person, tickets, lessons: noted }], moment());
    }
    // An author chose a use for some of the words, and worded them anew.
    const uses = (await store.lessons('open', 10)).map(({ id }) => ({
      id,
      use: { use: 'example', intent: 'hub', wording: `${WORDS[5]}` } as const,
    }));
    assert.equal(await store.useLessons(uses, moment()), 10);
    // The desk finds the ticket by its words, agents write notes in it, and somebody opened it.
    await store.accept([message(`${WORDS[7]}, says the note`, { conversation: 'ticket:F-0' })]);
    const [note] = await store.take(['ticket:F-0']);
    const listed = entry('F-0', { title: 'It is stuck', words: [WORDS[6]!, 'stuck'] });
    assert.ok(await store.commit([{ ...answered(note!, [`${WORDS[7]} was noted`]), entry: listed }], moment()));
    await store.note({ at: moment(), who: 'console:ann', name: 'Ann', what: 'opened', ticket: 'F-0' });
    await store.keepImage('fake:kims', 'shot', Buffer.from((WORDS[3] ?? '').repeat(5000)), moment());
    for (const word of WORDS) assert.ok(raw().includes(word), word);
    await other.forget('fake:kim', 'all');
    await other.tidy();
    for (const word of WORDS) assert.ok(!raw().includes(word), word);
    assert.ok(raw().includes('harmless'));
    assert.ok(raw().includes('fake:kim'), 'the id stays in the list of the erased');
    assert.deepEqual(
      (await other.audit('2000', 10)).map(({ what, ticket: id }) => [what, id]),
      [['opened', 'F-0']],
      'an audit line stays, with the number alone',
    );
    await other.close();
    await store.close();
    assert.equal(compact(`sqlite:${path}`), true);
    assert.ok(raw().includes('harmless'));
  });
});
