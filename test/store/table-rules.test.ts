/** Nothing grows for ever: every table that there is has a rule, is filled here, and is seen to grow old. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SILENT } from '../../src/core/log.ts';
import { DEFAULT_RETENTION } from '../../src/core/retention.ts';
import type { Handled, Store } from '../../src/core/store.ts';
import { Aging } from '../../src/journal/aging.ts';
import { openStore } from '../../src/store/open.ts';
import { TABLE_RULES } from '../../src/store/table-rules.ts';
import { freshFolder } from '../fakes/folder.ts';
import { answered, end, entry, lesson, message, moment, record, ticket } from '../fakes/samples.ts';

const DAY = 24 * 60 * 60 * 1000;
const JOB = { id: 'j', kind: 'read-images', images: [], text: '' } as unknown as Handled['jobs'][number]['job'];

/** Stores something of every kind in the day of the tests. A new table: add what writes it here. */
async function fill(store: Store): Promise<void> {
  const say = async (conversation: string, given: Partial<Handled> = {}): Promise<void> => {
    await store.accept([message('a word', { conversation })]);
    const [work] = await store.take([conversation]);
    const done = answered(work!, ['an answer']);
    const state = { ...done.state!, records: [record({ id: `${conversation}|m` })] };
    const lessons = [{ ...lesson('strange words'), seq: work!.rows[0]!.seq, at: moment() }];
    await store.commit(
      [{ ...done, state, person: 'fake:kim', lessons, ends: [end({ conversation })], ...given }],
      moment(),
    );
  };
  const route = { conversation: 'fake:one', channel: 'fake', address: null };
  const timers = [{ ...route, name: 'remind', at: moment(DAY) }] as unknown as Handled['timers'];
  const jobs = [{ ...route, job: JOB }];
  await say('fake:one', { tickets: [ticket('F-1', { conversation: 'fake:one' })], timers, jobs });
  const closed = {
    ...(answered((await taken(store, 'ticket:F-1'))!, []).state as object),
    state: 'closed',
  } as unknown as Handled['state'];
  await say('ticket:F-1', { state: closed, person: null, entry: entry('F-1', { words: ['gartenzwerg'] }) });
  await say('fake:gone', { person: 'fake:jo' });
  await store.count(moment(DAY), null);
  await store.forget('fake:jo', 'all', moment());
  await store.keepImage('fake:one', 'shot', Uint8Array.from([1]), moment());
  await store.keepLink({ hash: 'h', conversation: 'fake:one', ticket: 'F-1' }, moment());
  await store.note({ at: moment(), who: 'console:ann', name: 'Ann', what: 'opened', ticket: 'F-1' });
  await store.keepSession(
    { hash: 's', kind: 'session', person: null, data: '{}', usedAt: moment(), until: moment(DAY) },
    moment(),
  );
  await store.keepOpen({
    id: 't',
    person: 'console:ann',
    name: 'Ann',
    pages: ['desk'],
    ticket: null,
    isWriting: false,
    at: moment(),
  });
  await store.contentChanged('hash', moment());
  await store.keepTrial({ draft: 'd', at: moment(), result: '{}' });
  await store.beginTrial({ run: 'r', draft: 'd', done: null, at: moment() });
  await store.ping();
  // One of the replies of a conversation after the other.
  for (let sent = 1; sent > 0; ) {
    const rows = await store.claim(await store.sendable(['fake'], moment(DAY), 100), moment());
    await store.record(
      rows.map((row) => ({ row, state: 'sent', readyAt: null, ref: null })),
      moment(),
    );
    sent = rows.length;
  }
}

async function taken(store: Store, conversation: string) {
  await store.accept([message('a note', { conversation })]);
  return (await store.take([conversation]))[0];
}

describe('every table', () => {
  let path: string;
  let store: Store;
  const rows = (): Record<string, number> => {
    const raw = new Database(path, { readonly: true });
    const names = raw
      .prepare(
        "select name from sqlite_master where type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%'",
      )
      .pluck()
      .all() as string[];
    const counts = names.sort().map((name) => [name, raw.prepare(`select count(*) from ${name}`).pluck().get()]);
    raw.close();
    return Object.fromEntries(counts);
  };
  const round = (days: number): Promise<void> =>
    new Aging({
      store,
      retention: DEFAULT_RETENTION,
      now: () => new Date(moment(days * DAY)),
      log: SILENT,
    }).round();

  beforeEach(async () => {
    path = join(freshFolder(), 'firstline.db');
    store = await openStore(`sqlite:${path}`);
    await fill(store);
  });
  afterEach(() => store.close());

  it('has a rule that says how its rows go, and is filled by this test', () => {
    assert.deepEqual(Object.keys(rows()), Object.keys(TABLE_RULES).sort());
    for (const [table, count] of Object.entries(rows())) assert.ok(count > 0, `nothing fills ${table} here`);
  });

  it('keeps what is young, and is empty once all of it is old, but for those with a bounded number of rows', async () => {
    await round(0);
    const { audit, case_record, conversation, ticket_word } = rows();
    assert.deepEqual([audit, case_record, conversation, ticket_word], [1, 2, 2, 1]);
    await store.finish('j');
    await round(100);
    const then = rows();
    assert.deepEqual(
      [then.conversation, then.inbox, then.image, then.lesson, then.link],
      [1, 2, 0, 1, 0],
      'a ticket is left',
    );
    assert.deepEqual([then.ticket, then.erased, then.case_record, then.console_session], [1, 2, 2, 0]);
    await round(3 * 366);
    assert.deepEqual([rows().ticket, rows().inbox, rows().erased, rows().case_record], [0, 0, 0, 2]);
    await round(11 * 366);
    for (const [table, count] of Object.entries(rows())) {
      const { goes } = TABLE_RULES[table as keyof typeof TABLE_RULES];
      // The last text of the figures keeps its number, so that no other one gets it.
      const most =
        goes === 'few' ? 2 : goes === 'figures' && table !== 'case_record' && table !== 'content_change' ? 1 : 0;
      assert.ok(count <= most, `${count} rows of ${table} are left`);
    }
  });
});
