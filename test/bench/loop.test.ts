/** Tests of closed loops and of rounds. */
import assert from 'node:assert/strict';
import { closedLoop, openLoop } from './loop.ts';
import { inRounds } from './rounds.ts';

describe('a closed loop', () => {
  it('sends as many messages as asked for, so many at once, and goes round the conversations across calls', async () => {
    const order: number[] = [];
    let flying = 0;
    let most = 0;
    const talks = [0, 1, 2].map((i) => async () => {
      order.push(i);
      most = Math.max(most, ++flying);
      await Promise.resolve();
      flying -= 1;
    });
    const { messages } = await closedLoop(talks, { messages: 4, atOnce: 2 });
    await closedLoop(talks, { messages: 2, atOnce: 2 });
    assert.deepEqual({ messages, most, order }, { messages: 4, most: 2, order: [0, 1, 2, 0, 1, 2] });
  });

  it('fails when a conversation fails', async () => {
    const broken = async (): Promise<void> => Promise.reject(new Error('broken off'));
    await assert.rejects(closedLoop([broken], { messages: 1, atOnce: 1 }), /broken off/);
  });
});

describe('an open loop', () => {
  it('sends at its pace whatever becomes of those before, and waits for a conversation where all are busy', async () => {
    const gate = Promise.withResolvers<void>();
    let flying = 0;
    const talks = [0, 1].map(() => async () => {
      flying += 1;
      if (flying === 2) gate.resolve();
      await gate.promise;
    });
    const { messages } = await openLoop(talks, { perSecond: 1000, seconds: 0.01 });
    assert.deepEqual([messages, flying], [10, 10]);
  });
});

describe('rounds', () => {
  it('run both sides at the same time, begin with each of them in turn, and report them in the same order', async () => {
    const began: string[] = [];
    const rounds: unknown[] = [];
    const one = (name: string) => async (): Promise<string> => {
      began.push(name);
      return name;
    };
    await inRounds(2, [one('a'), one('b')], (round) => rounds.push(round));
    assert.deepEqual(began, ['a', 'b', 'b', 'a']);
    assert.deepEqual(rounds, [
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });
});
