/** An export has all that an erasure takes: both are done to one database, and what they touch is compared. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { strFromU8, unzipSync } from 'fflate';
import { archiveOf } from '../../src/commands/export.ts';
import { findPerson } from '../../src/commands/person.ts';
import type { Handled, Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import { tablesWith } from '../../src/store/table-rules.ts';
import { freshFolder } from '../fakes/folder.ts';
import { answered, end, entry, lesson, message, moment, reply, state, ticket } from '../fakes/samples.ts';

const KIM = { id: 'fake:kim', name: 'Kim' };
const JO = { id: 'fake:jo', name: 'Jo' };
/** The tables with words of people that go with a person; audit lines are of agents, and sessions end by themselves. */
const OF_PEOPLE = tablesWith(({ goes, hasWords }) => hasWords && goes !== 'ends').filter((table) => table !== 'audit');
/** Words of the kind `geheim-…`, by which a place in the database is known again. */
const MARKS = /geheim-[a-z]+/g;

describe('an export', () => {
  let path: string;
  let store: Store;

  beforeEach(async () => {
    path = join(freshFolder(), 'firstline.db');
    store = await openStore(`sqlite:${path}`);
  });
  afterEach(() => store.close());

  /** Handles what waits in a conversation. */
  async function handle(conversation: string, given: Partial<Handled>): Promise<void> {
    const [work] = await store.take([conversation]);
    assert.ok(await store.commit([{ ...answered(work!, []), ...given }], moment()));
  }

  /** Everything that the database holds, or one table, as text. */
  function dump(...only: readonly string[]): string {
    const raw = new Database(path, { readonly: true });
    const tables = raw.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
    const some = only.length > 0 ? only : tables;
    const rows = some.flatMap((table) => raw.prepare(`select * from "${table}"`).all());
    raw.close();
    return JSON.stringify(rows, (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value));
  }

  /** The marks in a text. */
  const marksIn = (text: string): readonly string[] => [...new Set(text.match(MARKS))].sort();

  /** The marks in all files of an archive. */
  async function exported(who: string): Promise<readonly string[]> {
    const files = unzipSync(await archiveOf(store, await findPerson(store, who), new Date()));
    return marksIn(
      Object.values(files)
        .map((bytes) => strFromU8(bytes))
        .join(),
    );
  }

  /** Kim’s case with something in every table, and what Kim left in a conversation of Jo’s. */
  async function fill(): Promise<void> {
    const route = { channel: 'fake', address: null };
    await store.accept([
      message('geheim-said', { conversation: 'fake:kims', person: KIM }),
      message('geheim-note', { conversation: 'ticket:F-1' }),
      message('code', { conversation: 'code:ABCDE' }),
      message('geheim-among', { id: 'a', conversation: 'fake:jos', person: KIM }),
      message('jo', {
        id: 'b',
        conversation: 'fake:jos',
        person: JO,
        mentioned: [{ ...KIM, name: 'geheim-mentioned' }],
      }),
      message('', {
        ...{ id: 'c', conversation: 'fake:jos', kind: 'result' },
        result: {
          ...{ job: 'j', kind: 'thread', trouble: null },
          found: [
            { text: 'geheim-found', by: KIM, sure: 1, images: [] },
            { text: 'Jo’s own words', by: JO, sure: 1, images: [] },
          ],
        },
      }),
    ]);
    const image = { ref: 'r', name: 'geheim-image' };
    const job = { id: 'j', kind: 'images', images: [image], from: null } as const;
    const words = { ...lesson('geheim-lesson'), seq: 1, at: moment() };
    const desk = { title: 'geheim-state', state: 'held' as const, ticket: 'F-1' };
    const summary = { ...ticket('F-1').summary, report: 'geheim-summary' };
    await handle('fake:kims', {
      person: KIM.id,
      state: { ...state(1), helped: KIM, desk } as Handled['state'],
      open: 'geheim-open',
      replies: [{ turn: 1, part: 1, ...route, reply: reply('geheim-reply') }],
      jobs: [{ conversation: 'fake:kims', ...route, job }],
      timers: [{ name: 'geheim-timer', at: moment(9), ...route }],
      tickets: [ticket('F-1', { conversation: 'fake:kims', summary })],
      ends: [end({ conversation: 'fake:kims', intent: 'geheim-end' })],
      lessons: [words],
    });
    const personSide = { conversation: 'fake:kims', ...route, person: { ...KIM, name: 'geheim-named' } };
    const held = { ...state(1), state: 'held', path: ['it'], at: 0, ticket: ticket('F-1'), personSide };
    const rated = { title: 'geheim-title', words: ['geheim-word'] };
    await handle('ticket:F-1', { state: held as unknown as Handled['state'], entry: entry('F-1', rated) });
    const opens = { ...state(1), personSide: { ...personSide, person: { ...KIM, name: 'geheim-code' } } };
    await handle('code:ABCDE', { state: opens as unknown as Handled['state'] });
    await handle('fake:jos', { person: JO.id, lessons: [{ ...lesson('geheim-learned'), seq: 1, at: moment() }] });
    await store.keepImage('fake:kims', 'r', Buffer.from('geheim-picture'), moment());
    await store.keepLink({ hash: 'h', conversation: 'fake:kims', ticket: 'geheim-link' }, moment());
  }

  it('has everything that an erasure takes away, and nothing of others', async () => {
    await fill();
    for (const table of OF_PEOPLE) assert.ok(marksIn(dump(table)).length > 0, `nothing is filled into ${table} here`);
    const before = marksIn(dump());
    const files = await exported(KIM.id);
    await store.forget(KIM.id, 'all');
    const gone = before.filter((mark) => !marksIn(dump()).includes(mark));
    assert.equal(before.length, 20);
    assert.deepEqual(gone, before);
    assert.deepEqual(files, gone);
    assert.match(dump(), /Jo’s own words/);
  });

  it('says nothing of the words of others beside which somebody was found', async () => {
    await fill();
    const files = unzipSync(await archiveOf(store, await findPerson(store, KIM.id), new Date()));
    assert.doesNotMatch(strFromU8(files['export.json']!), /Jo’s own words|"jo"/);
  });

  it('is made of somebody who wrote in conversations of others alone', async () => {
    await store.accept([message('geheim-among', { conversation: 'fake:jos', person: KIM })]);
    await handle('fake:jos', { person: JO.id });
    const found = await findPerson(store, KIM.id);
    assert.deepEqual([found.conversations, found.elsewhere], [[], 1]);
    assert.deepEqual(await exported(KIM.id), ['geheim-among']);
  });
});
