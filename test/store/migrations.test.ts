/** Databases of earlier versions are taken along: what they hold is found under today's names. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Fault } from '../../src/core/fault.ts';
import { PLAIN } from '../../src/core/message.ts';
import { openStore } from '../../src/store/open.ts';
import { migrations, type Tables } from '../../src/store/tables.ts';
import { ROOT } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { ticket } from '../fakes/samples.ts';

const AT = '2026-03-02T09:00:00.000Z';
const WHERE = { conversation: 'web:1', channel: 'web', address: null, person: null };
/** Keys as they were before migration 004, and a text that looks like one of them. */
const OLD = {
  message: { id: 'm', kind: 'news', text: 'it says "news": {"trail":1}', news: { kind: 'request', party: WHERE } },
  state: {
    asked: 3,
    helped: null,
    case: { title: 'T', trail: [{ step: 'a/b' }] },
    noes: 1,
    unknowns: 2,
    unclear: ['x'],
  },
  reply: { title: null, body: [], choices: [], controls: [], spot: { kind: 'gone', message: 'm' } },
  packet: { report: 'r', problem: null, guesses: [], slots: {}, trail: [{ step: 'a/b' }], workOrder: [] },
};

/** A database as the version before wrote it. */
async function oldDatabase(): Promise<string> {
  const path = join(freshFolder(), 'firstline.db');
  const database = new Database(path);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '004'));
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => before } }).migrateToLatest();
  assert.equal(error, undefined);
  const insert = (table: string, row: Readonly<Record<string, string | number | null>>): void => {
    const names = Object.keys(row);
    database
      .prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
      .run(Object.values(row));
  };
  const conversation = 'web:1';
  insert('lane', { conversation, accepted: 1 });
  insert('inbox', {
    ...{ conversation, seq: 1, dedupe: 'd', attempts: 0, state: 'done', accepted_at: AT },
    message: JSON.stringify(OLD.message),
  });
  insert('conversation', { id: 'ticket:F', version: 1, state: JSON.stringify(OLD.state), updated_at: AT });
  insert('outbox', {
    ...{ conversation, turn: 1, part: 1, channel: 'web', state: 'sent', attempt: 1 },
    ...{ reply: JSON.stringify(OLD.reply), ready_at: AT, created_at: AT, changed_at: AT },
  });
  insert('ticket', { id: 'F', conversation, kind: 'request', packet: JSON.stringify(OLD.packet), at: AT });
  await db.destroy();
  return `sqlite:${path}`;
}

describe('a database of an earlier version', () => {
  it('is read under the names of today, and texts in it stay as they were written', async () => {
    const store = await openStore(await oldDatabase());
    try {
      const [state] = await store.states('ticket');
      assert.deepEqual(state, {
        ...{ asked: 3, helped: null, case: { title: 'T', history: [{ step: 'a/b' }] } },
        ...{ unhelped: 1, unanswered: 2, misread: ['x'] },
      });
      const [ticket] = await store.tickets('web:1');
      assert.deepEqual(ticket!.summary.history, [{ step: 'a/b' }]);
      const lines = await store.lines('web:1', { turn: 0, part: 0 });
      assert.deepEqual(lines.find((line) => line.message)!.message, {
        ...PLAIN,
        ...{ id: 'm', kind: 'event', text: OLD.message.text, conversation: 'web:1', at: AT },
        // A row without them is a person's, in the channel that the conversation's name tells.
        ...{ masked: false, shortened: false, audience: 'person', channel: 'web' },
        event: { kind: 'request', personSide: WHERE },
      });
      assert.deepEqual(lines.find((line) => line.reply)!.reply!.placement, { kind: 'gone', message: 'm' });
      assert.deepEqual(await store.accept([{ ...lines[0]!.message!, id: 'n', conversation: 'web:1', at: AT }]), [2]);
    } finally {
      await store.close();
    }
  });

  it('has its tickets in the list that the console shows, found by their words', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const database = new Database(path);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '008'));
    assert.equal(
      (await new Migrator({ db, provider: { getMigrations: async () => before } }).migrateToLatest()).error,
      undefined,
    );
    const state = {
      ...{ ticket: ticket('F-1'), personSide: WHERE, state: 'held', holder: { id: 'slack:T:Ana', name: 'Ana' } },
      ...{ path: ['front'], at: 0, since: AT, changedAt: AT, promised: null, unanswered: null, closed: null },
    };
    for (const [id, saved] of [
      ['ticket:F-1', state],
      ['ticket:F-2', null],
      ['web:1', OLD.state],
    ] as const)
      await db
        .insertInto('conversation')
        .values({ id, version: 1, state: JSON.stringify(saved), updated_at: AT, person: null, open: null })
        .execute();
    await db.destroy();
    const store = await openStore(`sqlite:${path}`);
    try {
      const query = { list: 'mine', holder: 'slack:T:Ana', words: ['work'], after: null, most: 10 } as const;
      const { entries } = await store.ticketPage(query);
      assert.deepEqual(
        entries.map(({ ticket: id, desk, since }) => ({ id, desk, since })),
        [{ id: 'F-1', desk: 'front', since: AT }],
      );
      assert.equal((await store.ticketPage({ ...query, list: 'all', words: [] })).entries.length, 1);
    } finally {
      await store.close();
    }
  });

  it('has its outcomes and ends counted as cases', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const database = new Database(path);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '009'));
    await new Migrator({ db, provider: { getMigrations: async () => before } }).migrateToLatest();
    const insert = database.prepare('insert into outcome values (?, ?, ?, ?, ?, ?)');
    for (let i = 0; i < 600; i++) insert.run(`o${i}`, 'slack', 'password', 'fixed', null, '2026-01-05');
    const caseEnd = {
      conversation: 'web:1',
      case_id: 'm',
      intent: null,
      outcome: 'handed-over',
      rating: 'good',
      at: AT,
    };
    await db.insertInto('case_end').values(caseEnd).execute();
    await db.destroy();
    const store = await openStore(`sqlite:${path}`);
    try {
      const all = { from: '2026-01-01', to: '2026-12-31', channel: null, pack: null, intent: null };
      const { cases } = await store.caseCounts(all);
      assert.deepEqual(
        cases.map(({ channel, intent, outcome, rating, days }) => ({ channel, intent, outcome, rating, days })),
        [
          { channel: 'slack', intent: 'password', outcome: 'fixed', rating: null, days: [[4, 600]] },
          { channel: 'web', intent: null, outcome: 'handed-over', rating: 'good', days: [[60, 1]] },
        ],
      );
    } finally {
      await store.close();
    }
  });
});

/** The migrations from before two versions had to work on the same tables. */
const BEFORE = '008';
/**
 * Statements that the version before does not notice: what they add it does not know, and what they read (to fill tables that
 * are new) stays as it is. What it does not use any more may go: nobody reads `outcome` since 010.
 */
const ADDING =
  /^create (?:table|index) |^drop table "outcome"$|^alter table "\w+" add column "\w+" \w+(?: default \S+)?$|^\s*select /;

/** A migration that does nothing on SQLite, and writes a comment on PostgreSQL. */
const POSTGRES_ALONE = '016-mark';

/** A new database, to which a migration of this name was done at some time as well; answers its path. */
async function migratedBy(name: string, at: Date): Promise<string> {
  const path = join(freshFolder(), 'firstline.db');
  await (await openStore(`sqlite:${path}`)).close();
  const database = new Database(path);
  database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run(name, at.toISOString());
  database.close();
  return path;
}

describe('a migration', () => {
  it('only adds, so that the version before goes on beside it', async () => {
    const said: string[] = [];
    const database = new Database(':memory:');
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      log: ({ query }) => void said.push(query.sql),
    });
    for (const [name, migration] of Object.entries(migrations)) {
      said.length = 0;
      await migration.up(db);
      if (name !== POSTGRES_ALONE) assert.ok(said.length > 0, name);
      if (name >= BEFORE)
        assert.deepEqual(
          said.filter((text) => !ADDING.test(text)),
          [],
          name,
        );
    }
    await db.destroy();
  });

  it('is not run by a command while another process has the file, and reading goes on where none is missing', async () => {
    const address = await oldDatabase();
    const path = address.slice('sqlite:'.length);
    const code = `const { holdAlone } = await import(${JSON.stringify(join(ROOT, 'src', 'store', 'alone.ts'))});
      globalThis.release = holdAlone(${JSON.stringify(path)});
      process.stdin.resume().on('end', () => process.exit());
      console.log('held');`;
    const service = spawn(process.execPath, ['--input-type=module', '--eval', code]);
    try {
      await once(service.stdout, 'data');
      await assert.rejects(openStore(address), { code: 'STORE_OLDER', cure: /^Stop it first/ });
      const database = new Database(path, { readonly: true });
      assert.equal(database.prepare('select count(*) from kysely_migration').pluck().get(), 3);
      database.close();
    } finally {
      const gone = once(service, 'exit');
      service.stdin.end();
      await gone;
    }
    await (await openStore(address)).close();
  });

  it('of a later version is left as it is, and the tables can be used', async () => {
    const path = join(freshFolder(), 'firstline.db');
    await (await openStore(`sqlite:${path}`)).close();
    const database = new Database(path);
    database.exec('create table later (id text); alter table inbox add column later text');
    database
      .prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
      // Stamps of migrations are a millisecond apart at least, so those of a quick machine lie ahead of it.
      .run('999-later', new Date(Date.now() + 1000).toISOString());
    database.close();
    const store = await openStore(`sqlite:${path}`);
    const { messages } = (await store.backlog(AT)).waiting;
    assert.equal(messages, 0);
    await store.close();
  });

  it('of a later version, more than a day old, keeps this one off: it could not read what was stored since', async () => {
    const path = await migratedBy('999-later', new Date(Date.now() - 25 * 60 * 60 * 1000));
    await assert.rejects(openStore(`sqlite:${path}`), (error: Fault) => {
      assert.equal(error.code, 'STORE_NEWER');
      assert.match(error.cure, /backup/);
      return true;
    });
  });

  it('that this version lacks, and that is none of a later one, is a database of something else', async () => {
    const path = await migratedBy('003-other', new Date());
    await assert.rejects(openStore(`sqlite:${path}`), { code: 'STORE_UNREACHABLE' });
  });
});
