import assert from 'node:assert/strict';
import { followOthers } from '../../src/commands/other-instances.ts';
import { Presence } from '../../src/console/index.ts';
import type { ConsoleEvent } from '../../src/core/console.ts';
import { openStore } from '../../src/store/open.ts';
import { answered, entry, message } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

describe('other instances', () => {
  it('change tickets: open consoles are told once each, and nothing is looked up while none is open', async () => {
    const store = await openStore('sqlite::memory:');
    const told: ConsoleEvent[] = [];
    const presence = new Presence(store, () => new Date());
    let isOpen = false;
    let looks = 0;
    const unfollow = followOthers(
      {
        ticketsChanged: (after) => {
          looks += 1;
          return store.ticketsChanged(after);
        },
        trialRun: () => assert.fail('nobody looks at Learning'),
      },
      { tell: (event) => told.push(event), isOpen: (page) => isOpen && page === 'desk' },
      presence,
      2,
    );
    const change = async (ticket: string): Promise<void> => {
      await store.accept([message('turn', { conversation: `ticket:${ticket}` })]);
      const [work] = await store.take([`ticket:${ticket}`]);
      await store.commit([{ ...answered(work!, []), entry: entry(ticket) }], new Date().toISOString());
    };
    try {
      await change('F-1');
      assert.equal(looks, 0);
      isOpen = true;
      await until(() => told.length === 1, 'the first');
      await change('F-2');
      await until(() => told.length === 2, 'the second');
      const before = looks;
      await until(() => looks > before + 2, 'more looks');
      assert.deepEqual(
        told.map(({ data }) => data),
        ['F-1', 'F-2'].map((ticket) => ({ kind: 'changed', tickets: [ticket] })),
      );
      // Ben looks at a ticket in another instance, and goes away again.
      const ben = { person: { id: 'console:b', name: 'Ben' }, roles: ['agent'] } as const;
      const elsewhere = new Presence(store, () => new Date());
      await elsewhere.look({ id: 'tab-of-ben', user: ben, pages: ['desk'] }, 'F-1', true);
      await until(() => told.length === 3, 'who looks');
      await elsewhere.leave('tab-of-ben');
      await until(() => told.length === 4, 'nobody any more');
      assert.deepEqual(
        told.slice(2).map(({ data }) => data),
        [[{ id: 'console:b', name: 'Ben', isWriting: true }], []].map((who) => ({
          kind: 'looking',
          looking: { 'F-1': who },
        })),
      );
    } finally {
      unfollow();
      await store.close();
    }
  });

  it('try a draft: consoles that show Learning see how much is done, and read it again at the end', async () => {
    const store = await openStore('sqlite::memory:');
    const told: object[] = [];
    let looks = 0;
    const unfollow = followOthers(
      {
        ticketsChanged: () => assert.fail('nobody looks at the desk'),
        trialRun: () => {
          looks += 1;
          return store.trialRun();
        },
      },
      { tell: ({ page, data }) => told.push([page, data]), isOpen: (page) => page === 'learning' },
      new Presence(store, () => new Date()),
      2,
    );
    try {
      await until(() => looks > 1, 'a look');
      const at = new Date().toISOString();
      await store.beginTrial({ run: 'r', draft: 'd', done: 0, at });
      await until(() => told.length === 1, 'the beginning');
      await store.renewTrial('r', 0.5, at);
      await until(() => told.length === 2, 'the progress');
      await store.renewTrial('r', 0.5, at);
      await store.endTrial('r');
      await until(() => told.length === 3, 'the end');
      const trial = (done: number) => ({ kind: 'trial', draft: 'd', done, result: null, failed: false });
      assert.deepEqual(
        told,
        [trial(0), trial(0.5), { kind: 'changed' }].map((data) => ['learning', data]),
      );
    } finally {
      unfollow();
      await store.close();
    }
  });
});
