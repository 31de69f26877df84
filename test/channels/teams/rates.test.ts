import assert from 'node:assert/strict';
import { TeamsRates } from '../../../src/channels/teams/send/rates.ts';

describe('Teams: rates', () => {
  let now = 0;
  /** TeamsRates where whatever may be sent arrives at once. */
  const fresh = () => {
    const rates = new TeamsRates(() => now);
    return {
      take: (thread: string): number => {
        const wait = rates.take(thread);
        if (wait === 0) rates.done(thread);
        return wait;
      },
    };
  };

  it('let seven messages go in a second, and tell when the eighth may', () => {
    now = 1000;
    const rates = fresh();
    for (let i = 0; i < 7; i++) assert.equal(rates.take('t'), 0);
    assert.equal(rates.take('t'), 1000);
    now += 400;
    assert.equal(rates.take('t'), 600);
    assert.equal(rates.take('another'), 0);
    now += 600;
    assert.equal(rates.take('t'), 0);
  });

  it('count messages on their way as if they arrived now', () => {
    now = 1000;
    const rates = new TeamsRates(() => now);
    for (let i = 0; i < 7; i++) assert.equal(rates.take('t'), 0);
    now += 5000;
    assert.equal(rates.take('t'), 1000, 'seven may arrive this very moment');
    for (let i = 0; i < 4; i++) rates.done('t');
    now += 1000;
    for (let i = 0; i < 4; i++) assert.equal(rates.take('t'), 0);
    assert.equal(rates.take('t'), 1000);
  });

  it('let sixty messages go in half a minute', () => {
    now = 1000;
    const rates = fresh();
    for (let i = 0; i < 60; i++) {
      assert.equal(rates.take('t'), 0, String(i));
      now += 200;
    }
    const wait = rates.take('t');
    assert.ok(wait > 17_000 && wait <= 18_000, String(wait));
    now += wait;
    assert.equal(rates.take('t'), 0);
  });

  it('never let more messages go than allowed, however they are asked', () => {
    now = 0;
    const rates = fresh();
    const gone: number[] = [];
    for (let i = 0; i < 5000; i++) {
      now += (i * 7919) % 61;
      if (rates.take('t') === 0) gone.push(now);
    }
    for (const at of gone) {
      assert.ok(gone.filter((t) => t > at - 1000 && t <= at).length <= 7);
      assert.ok(gone.filter((t) => t > at - 30_000 && t <= at).length <= 60);
    }
    assert.ok(gone.length > 200);
  });
});
