import assert from 'node:assert/strict';
import { SlackRates } from '../../../src/channels/slack/send/rates.ts';

describe('The rate of posts in a Slack channel', () => {
  it('is a few at once, then one a second, and every post keeps its place', () => {
    let now = 0;
    const rates = new SlackRates(() => now);
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e'].map((r) => rates.wait('C1', r)),
      [0, 0, 0, 1000, 2000],
    );
    assert.equal(rates.wait('C2', 'x'), 0, 'other channels don’t wait');
    now = 999;
    assert.equal(rates.wait('C1', 'd'), 1, 'asking early changes nothing');
    now = 1000;
    assert.equal(rates.wait('C1', 'd'), 0);
    now = 2000;
    assert.equal(rates.wait('C1', 'e'), 0);
    now = 60_000;
    assert.deepEqual(
      ['f', 'g', 'h', 'i'].map((r) => rates.wait('C1', r)),
      [0, 0, 0, 1000],
      'a pause gives the few back',
    );
  });

  it('is zero in a channel that Slack asks to wait, and no other', () => {
    let now = 0;
    const rates = new SlackRates(() => now);
    rates.block('C1', 30_000);
    assert.equal(rates.wait('C1', 'a'), 30_000);
    assert.equal(rates.wait('C2', 'b'), 0);
    now = 30_000;
    assert.equal(rates.wait('C1', 'a'), 0);
  });
});
