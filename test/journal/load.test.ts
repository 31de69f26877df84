/** Refusals under load, and their order; the clock is the test's own. */
import assert from 'node:assert/strict';
import type { Fault } from '../../src/core/fault.ts';
import type { Resends } from '../../src/core/host.ts';
import { FairQueue } from '../../src/journal/fair-queue.ts';
import { Load } from '../../src/journal/load.ts';

/** A commit that takes no time. */
const AT_ONCE = { maskMs: 0, commitMs: 0, ackMs: 0 };

describe('the load', () => {
  let now: number;
  let load: Load;
  beforeEach(() => {
    now = 0;
    load = new Load(() => now);
  });

  /** The senders that are refused right now, each from a conversation of its own. */
  function refused(): Resends[] {
    return (['soon', 'later', 'never'] as const).filter((resends) => code(`new:${resends}`, resends) !== null);
  }

  function code(conversation: string, resends: Resends): string | null {
    try {
      load.came(conversation, resends);
      load.gone(conversation, 1);
      load.committed(1, AT_ONCE);
      return null;
    } catch (error) {
      return (error as Fault).code;
    }
  }

  /** Takes in so many messages, each of another conversation, and commits them in such times. */
  function take(messages: number, took: Parameters<Load['committed']>[1] = AT_ONCE): void {
    for (let i = 0; i < messages; i++) load.came(`busy:${i}`, 'never');
    load.committed(messages, took);
  }

  it('refuses nobody on an ordinary day', () => {
    take(64, { maskMs: 20, commitMs: 10, ackMs: 40 });
    load.answered(64, { turnsMs: 200, storeMs: 50 });
    assert.deepEqual(refused(), []);
  });

  it('refuses the page first and then Slack as replies take longer, and never what nobody sends again', () => {
    for (let i = 0; i < 50; i++) load.answered(1, { turnsMs: 10, storeMs: 0 });
    take(450);
    assert.deepEqual(refused(), []);
    for (let i = 450; i < 600; i++) load.came(`busy:${i}`, 'never');
    load.committed(150, AT_ONCE);
    assert.deepEqual(refused(), ['soon']);
    for (let i = 600; i < 6100; i++) load.came(`busy:${i}`, 'never');
    load.committed(5500, AT_ONCE);
    assert.deepEqual(refused(), ['soon', 'later']);
    for (let i = 0; i < 6100; i++) load.gone(`busy:${i}`);
    assert.equal(load.size, 0);
    assert.deepEqual(refused(), []);
  });

  it('refuses the page first and then Slack as acknowledgements take longer, long before a second', () => {
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(refusedWithoutCommit(), [], 'one or two are a hiccup');
      take(1, { ...AT_ONCE, ackMs: 600 });
    }
    assert.deepEqual(refusedWithoutCommit(), ['soon']);
    for (let i = 0; i < 3; i++) take(1, { ...AT_ONCE, ackMs: 900 });
    assert.deepEqual(refusedWithoutCommit(), ['soon', 'later']);
    now += 2000;
    assert.deepEqual(refusedWithoutCommit(), [], 'what was long ago says nothing of now');
  });

  it('counts what waits for its commit, before any commit was slow', () => {
    for (let i = 0; i < 20; i++) take(1, { maskMs: 1, commitMs: 20, ackMs: 0 });
    for (let i = 0; i < 200; i++) load.came(`coming:${i}`, 'never');
    assert.deepEqual(refusedWithoutCommit(), [], 'a burst costs one commit');
    for (let i = 0; i < 260; i++) load.came(`more:${i}`, 'never');
    assert.deepEqual(refusedWithoutCommit(), ['soon']);
  });

  it('is not misled by the first message after a start, which takes a hundred times as long', () => {
    take(1, { maskMs: 500, commitMs: 50, ackMs: 550 });
    load.answered(1, { turnsMs: 500, storeMs: 50 });
    for (let i = 0; i < 200; i++) load.came(`coming:${i}`, 'never');
    assert.deepEqual(refusedWithoutCommit(), []);
  });

  it('refuses one conversation alone that writes more than a person can', () => {
    for (let i = 0; i < 100; i++) load.came('one', 'soon');
    load.committed(100, AT_ONCE);
    assert.deepEqual(
      [code('one', 'soon'), code('one', 'later'), code('one', 'never')],
      ['CONVERSATION_FULL', null, null],
    );
    assert.equal(code('two', 'soon'), null);
    for (let i = 0; i < 900; i++) load.came('one', 'never');
    load.committed(900, AT_ONCE);
    assert.equal(code('one', 'never'), 'CONVERSATION_FULL');
    load.gone('one', 901);
    assert.equal(code('one', 'soon'), null);
  });

  it('says when to come again: when about half of what waits is answered, within half a minute', () => {
    const afterS = (): number | null => {
      try {
        load.came('new', 'soon');
        return 0;
      } catch (error) {
        return (error as Fault).afterS;
      }
    };
    for (let i = 0; i < 100; i++) load.answered(1, { turnsMs: 9.9, storeMs: 0 });
    take(1000);
    assert.equal(afterS(), 5);
    for (let i = 0; i < 9000; i++) load.came(`more:${i}`, 'never');
    assert.equal(afterS(), 30);
  });

  /** The same as `refused`, without counting a commit for it. */
  function refusedWithoutCommit(): Resends[] {
    return (['soon', 'later', 'never'] as const).filter((resends) => {
      try {
        load.came(`new:${resends}`, resends);
        return false;
      } catch {
        return true;
      }
    });
  }
});

describe('a fair queue', () => {
  it('gives each conversation its turn, and keeps the order in each', () => {
    const queue = new FairQueue<string>();
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.add(item[0]!, item);
    assert.deepEqual(queue.take(4), ['a1', 'b1', 'c1', 'a2']);
    queue.add('b', 'b2');
    assert.deepEqual([queue.take(10), queue.size], [['c2', 'a3', 'b2'], 0]);
  });
});
