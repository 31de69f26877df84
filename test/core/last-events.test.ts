import assert from 'node:assert/strict';
import { LastEvents } from '../../src/core/last-events.ts';

describe('The last event of a channel', () => {
  it('is told in whole seconds, and as none where there was none', () => {
    let now = 5000;
    const events = new LastEvents(['slack', 'teams'], () => now);
    now += 10_000;
    events.came('slack');
    now += 2900;
    assert.deepEqual(events.details(), {
      startedSecondsAgo: 12,
      channels: { slack: { lastEventSecondsAgo: 2 }, teams: { lastEventSecondsAgo: null } },
    });
  });
});
