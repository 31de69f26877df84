import assert from 'node:assert/strict';
import { followOthers } from '../../src/commands/other-instances.ts';
import type { ConsoleEvent } from '../../src/core/console.ts';
import { openStore } from '../../src/store/open.ts';
import { answered, entry, message } from '../fakes/samples.ts';
import { until } from '../fakes/until.ts';

describe('tickets that another instance changes', () => {
  it('are told to open consoles once each, and nothing is looked up while none is open', async () => {
    const store = await openStore('sqlite::memory:');
    const told: ConsoleEvent[] = [];
    let present: never[] = [];
    let looks = 0;
    const unfollow = followOthers(
      {
        ticketsChanged: (after) => {
          looks += 1;
          return store.ticketsChanged(after);
        },
      },
      { tell: (event) => told.push(event), present: () => present },
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
      present = ['Ana'] as never[];
      await until(() => told.length === 1, 'the first');
      await change('F-2');
      await until(() => told.length === 2, 'the second');
      const before = looks;
      await until(() => looks > before + 2, 'more looks');
      assert.deepEqual(
        told.map(({ data }) => data),
        ['F-1', 'F-2'].map((ticket) => ({ kind: 'changed', tickets: [ticket] })),
      );
    } finally {
      unfollow();
      await store.close();
    }
  });
});
