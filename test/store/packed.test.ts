/** The stored form of messages and replies: all of them, and half as long. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import type { CaseRecord } from '../../src/core/case-record.ts';
import { type Message, PLAIN } from '../../src/core/message.ts';
import { BARE, type Reply } from '../../src/core/reply.ts';
import { openStore } from '../../src/store/open.ts';
import { messageOf, packingIn, packMessage, packReply, packState, replyOf, stateOf } from '../../src/store/packed.ts';
import { together } from '../../src/store/rounds.ts';
import { sqlStore } from '../../src/store/sql-store.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { freshFolder } from '../fakes/folder.ts';
import { answered, message, moment, record, reply } from '../fakes/samples.ts';

const WHOLE: Message = {
  ...message('my words'),
  person: { id: 'slack:T:jo', name: 'Jo' },
  choice: 'yes',
  asked: 0,
  shared: true,
  images: [{ ref: 'r', name: 'a.png', size: 3 }] as never,
  takenUp: true,
  masked: true,
  parts: [],
};
const SAID: Reply = {
  ...reply('hello'),
  title: 'A problem',
  asked: 3,
  body: [
    { kind: 'text', spans: [{ text: 'alone' }] },
    { kind: 'text', spans: [{ text: '' }, { text: 'bold', style: 'bold' }, { style: 'code', text: 'code' }] },
    { kind: 'text', spans: [] },
    { kind: 'text', spans: [{ text: 'a page', style: 'link', href: 'https://example.com' }] },
    { kind: 'item', mark: '1.', spans: [{ text: 'item' }] },
    { kind: 'quote', spans: [{ text: 'theirs', style: 'bold' }] },
  ],
  choices: [
    { id: '2', title: 'Two' },
    { id: '1', title: 'One' },
  ],
  controls: [{ id: 'text', title: 'kind' }],
  progress: { step: 1, of: 7, label: 'Step 1' },
  quiet: true,
  at: { pack: 'mail', walkthrough: 'bounce', step: 'paste' },
};

const EMPTY = {
  conversation: 'web:jo',
  version: 0,
  state: null,
  rows: [{ seq: 1, message: message('x'), attempts: 0 }],
};

describe('what is stored', () => {
  it('is the whole message', () => {
    for (const whole of [WHOLE, message('plain')]) {
      const stored = packMessage(whole);
      assert.deepEqual(messageOf(stored, { conversation: whole.conversation, at: whole.at }), whole);
      assert.ok(!stored.includes(whole.conversation) && !stored.includes(whole.at), stored);
    }
  });

  it('is the whole reply', () => {
    for (const whole of [SAID, reply('hello'), { ...BARE, body: [] }])
      assert.deepEqual(replyOf(packReply(whole)), whole);
  });

  it('is half as long as the whole', () => {
    const short = { ...message('That fixed it'), kind: 'pressed', choice: 'fixed', asked: 3 } as const;
    assert.ok(packMessage(short).length < JSON.stringify(short).length / 2, packMessage(short));
    assert.ok(packReply(SAID).length < JSON.stringify(SAID).length * 0.6, packReply(SAID));
  });

  it('is the whole state, with the records of its cases', () => {
    const conversation = 'web:jo';
    const of = (id: string): CaseRecord => record({ id, outcome: 'fixed', rating: null, reopened: false });
    const state = { ...answered(EMPTY, []).state!, case: null, records: [of('web:jo|m1'), of('teams:else|m2')] };
    const stored = packState(state, conversation);
    assert.deepEqual(stateOf(stored, conversation), state);
    assert.ok(!stored.includes('web:jo') && !stored.includes('"rating"'), stored);
    assert.deepEqual(stateOf(JSON.stringify(state), conversation), state);
    for (const other of [null, { ...state, records: undefined } as never])
      assert.equal(packState(other, conversation), JSON.stringify(other));
  });

  it('is read where it was stored whole', () => {
    const columns = { conversation: 'another', at: moment() };
    assert.deepEqual(messageOf(JSON.stringify(WHOLE), columns), WHOLE);
    assert.deepEqual(replyOf(JSON.stringify(SAID)), SAID);
    const { id, kind, text } = WHOLE;
    const old = messageOf(JSON.stringify({ id, kind, text }), columns);
    const plain = { ...PLAIN, ...columns, id, kind, text, masked: false, shortened: false };
    assert.deepEqual(old, { ...plain, audience: 'person', channel: '' } as never);
    assert.deepEqual(replyOf(JSON.stringify({ title: null, body: [] })), { ...BARE, body: [] });
  });

  it('is known by its key when it comes again, whichever version took it in', async () => {
    const path = join(freshFolder(), 'firstline.db');
    await (await openStore(`sqlite:${path}`)).close();
    const db = openSqlite(path);
    const write = together(db);
    const now = new Date();
    await sql`update kysely_migration set timestamp = '2020-01-01' where name < '014'`.execute(db);
    const older = sqlStore(db, write, await packingIn(db, now));
    const newer = sqlStore(db, write, await packingIn(db, new Date(now.getTime() + 25 * 60 * 60 * 1000)));
    const [one, two] = [message('one', { id: 'x' }), message('two', { id: 'y' })];
    assert.deepEqual(await older.accept([one]), [1]);
    assert.deepEqual(await newer.accept([one, two]), [null, 3]);
    assert.deepEqual(await older.accept([two]), [null]);
    assert.deepEqual(await newer.accept([one, two, two]), [null, null, null]);
    const { rows } = await sql<{ dedupe: string }>`select dedupe from inbox order by seq`.execute(db);
    assert.deepEqual(
      rows.map(({ dedupe }) => dedupe.length),
      ['fake:one|x'.length, 22],
    );
    const { messages } = await newer.before('fake:one', 'y');
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['one'],
    );
    await db.destroy();
  });

  it('is whole for a day after an update, so that the version before can read it', async () => {
    const path = join(freshFolder(), 'firstline.db');
    const hourMs = 60 * 60 * 1000;
    /** Accepts a message, with the tables brought up to date so many hours ago; answers the message as it is stored. */
    const storedAfter = async (hours: number | null): Promise<string> => {
      await (await openStore(`sqlite:${path}`)).close();
      const database = new Database(path);
      const set = database.prepare('update kysely_migration set timestamp = ? where (name >= ?) = ?');
      const ago = (all: number): string => new Date(Date.now() - all * hourMs).toISOString();
      if (hours !== null) {
        set.run(ago(1000), '014-', 0);
        set.run(ago(hours), '014-', 1);
      }
      database.close();
      const store = await openStore(`sqlite:${path}`);
      await store.accept([message('hello', { id: `after ${hours}` })]);
      await store.close();
      const reader = new Database(path, { readonly: true });
      const row = reader.prepare('select message from inbox order by rowid desc limit 1').get();
      reader.close();
      return (row as { message: string }).message;
    };
    assert.ok(!(await storedAfter(null)).includes('"conversation"'), 'a new database');
    assert.ok((await storedAfter(1)).includes('"conversation"'), 'an hour after the update');
    assert.ok(!(await storedAfter(25)).includes('"conversation"'), 'a day after the update');
  });
});
