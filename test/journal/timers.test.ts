/** Timers that conversations set, on a store and a clock of the test's own. */
import assert from 'node:assert/strict';
import type { Log } from '../../src/core/log.ts';
import type { Incoming } from '../../src/core/message.ts';
import type { Store, TimerRow } from '../../src/core/store.ts';
import { Timers } from '../../src/journal/timers.ts';
import { until } from '../fakes/until.ts';

const AT = '2026-05-01T10:00:00.000Z';
const ROW: TimerRow = { conversation: 'c', channel: 'fake', address: null, name: 'hold', at: AT };
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

describe('a timer', () => {
  it('rings at once where it becomes due between the look at what is due and the look at what comes next', async () => {
    let clock = Date.parse(AT) - 1;
    let waiting: readonly TimerRow[] = [ROW];
    const rung: Incoming[] = [];
    const store = {
      due: async (now: string) => waiting.filter(({ at }) => at <= now),
      async nextDue() {
        // Other work with the database took its time.
        clock += 5;
        return waiting[0]?.at ?? null;
      },
      async rang(row: TimerRow) {
        waiting = waiting.filter((one) => one !== row);
      },
    } satisfies Partial<Store> as unknown as Store;
    const accept = async (message: Incoming): Promise<boolean> => rung.push(message) > 0;
    const timers = new Timers({ store, accept, mine: () => true, now: () => new Date(clock), log: SILENT });
    timers.wake();
    // Far less than the half minute after which all timers are looked at in any case.
    await until(() => rung.length > 0, 'the timer', 10_000);
    assert.deepEqual(
      rung.map(({ id }) => id),
      [`due:hold:${AT}`],
    );
    await timers.stop();
  });
});
