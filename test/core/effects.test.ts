import assert from 'node:assert/strict';
import { NOTHING_ELSE } from '../../src/core/conversation.ts';
import { Effects } from '../../src/core/effects.ts';
import { end, moment, reply, state, ticket } from '../fakes/samples.ts';

const route = { channel: 'fake', address: null };
const outgoing = (id: string) => ({ to: 'ticket:1', id, event: { kind: 'due', name: 'x' } as const, route });

describe('the effects of a turn', () => {
  it('are nothing but the state, if nothing was collected', () => {
    const after = state(3);
    assert.deepEqual(new Effects().result(after), { ...NOTHING_ELSE, state: after });
  });

  it('are everything that was collected, in order', () => {
    const effects = new Effects();
    effects.replies.push(reply('one'), reply('two'));
    effects.posts.push({ route, reply: reply('elsewhere') });
    effects.tickets.push(ticket('t1'));
    effects.ends.push(end());
    effects.alarms.push({ code: 'TURN_FAILED', what: 'it failed', fields: {} });
    effects.emit(outgoing('a'), outgoing('b'));
    effects.emit();
    effects.emit(outgoing('c'));
    const after = state(1);
    assert.deepEqual(effects.result(after), {
      state: after,
      replies: [reply('one'), reply('two')],
      posts: [{ route, reply: reply('elsewhere') }],
      tickets: [ticket('t1')],
      ends: [end()],
      jobs: [],
      outgoing: ['a', 'b', 'c'].map(outgoing),
      timers: [],
      alarms: [{ code: 'TURN_FAILED', what: 'it failed', fields: {} }],
    });
  });

  /** Timers as they are set one after the other, and those that are left. */
  const TIMERS = [
    [[['a', 1]], [['a', 1]]],
    [
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      [
        ['a', 1],
        ['a', 2],
      ],
      [['a', 2]],
    ],
    [
      [
        ['a', 1],
        ['a', null],
      ],
      [['a', null]],
    ],
    [
      [
        ['a', null],
        ['b', 1],
        ['a', 2],
      ],
      [
        ['a', 2],
        ['b', 1],
      ],
    ],
  ] as const;
  for (const [set, left] of TIMERS)
    it(`hold of the timers ${JSON.stringify(set)} the last one of each name`, () => {
      const effects = new Effects();
      for (const [name, ms] of set) effects.ring(name, ms === null ? null : moment(ms));
      assert.deepEqual(
        effects.result(state(1)).timers,
        left.map(([name, ms]) => ({ name, at: ms === null ? null : moment(ms) })),
      );
    });
});
