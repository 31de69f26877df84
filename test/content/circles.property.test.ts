import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Walk } from '../../src/conversation/walk.ts';
import type { Case } from '../../src/core/conversation.ts';
import { PACK, readWith, WALK, WHOLE } from '../fakes/packs.ts';

const IDS = ['first', 'second', 'third', 'fourth'];
const DEVICES = ['windows', 'mac', 'unknown', undefined];
const DAYS = ['2026-01-01T09:00:00Z', '2026-06-15T09:00:00Z', '2026-12-01T09:00:00Z'];
const PACK_WITH_TWO = `${WHOLE[PACK]}  phone:\n    title: Phone\n    values:\n      ios: { title: An iPhone }\n      android: { title: Android }\n`;
const PHONES = ['ios', 'android', 'unknown', undefined];

const to = fc.constantFrom(...IDS, 'done');
const step = fc.oneof(
  fc.record({
    slot: fc.constant('device'),
    choices: fc.record({ windows: to, mac: to }),
    skip: to,
  }),
  fc.record({
    tell: fc.constant('Do it.'),
    fixed: fc.constant('done'),
    not: to,
    who: fc.constantFrom('admin', undefined),
    for: fc.constantFrom({ device: ['mac'] }, { phone: ['ios'] }, { phone: ['ios', 'unknown'] }, undefined),
    until: fc.constantFrom('2026-03-31', undefined),
    from: fc.constantFrom('2026-03-01', undefined),
  }),
  // biome-ignore lint/suspicious/noThenProperty: what authors write; it holds a step's name, nothing can call it
  fc.record({ visit: fc.constantFrom('other/', 'fix/second'), then: to }),
);

/** A step that visits another walkthrough, and goes on with a step of its own. */
function visitAndGo(step: string): { visit: 'other/'; then: string } {
  // biome-ignore lint/suspicious/noThenProperty: as above
  return { visit: 'other/', then: step };
}

/** Whether a conversation hops for ever from one of the steps, whoever has it and whenever. */
function circles(content: ReturnType<typeof readWith>['content']): boolean {
  for (const at of DAYS)
    for (const audience of ['person', 'admin'] as const)
      for (const device of DEVICES)
        for (const phone of PHONES)
          for (const id of IDS) {
            const walk = new Walk(content, audience, at);
            const slots = { ...(device && { device }), ...(phone && { phone }) };
            const begun = {
              frames: [walk.frame({ walkthrough: 'fix', step: id })],
              slots,
              workOrder: [],
              mentioned: [],
              history: [],
              accepted: [],
            };
            try {
              walk.advance(begun as unknown as Case);
            } catch (error) {
              assert.equal((error as { code?: string }).code, 'WALKTHROUGH_CIRCLES');
              return true;
            }
          }
  return false;
}

describe('check, of circles in any walkthrough', () => {
  it('tells them exactly where a conversation would go round for ever', () => {
    fc.assert(
      fc.property(fc.tuple(step, step, step, step), fc.constantFrom('end', 'back'), (steps, start) => {
        const all = { ...Object.fromEntries(IDS.map((id, i) => [id, steps[i]])), done: { end: 'fixed' } };
        // biome-ignore lint/suspicious/noThenProperty: as above
        const other = { back: { visit: 'fix/third', then: 'end' }, end: { end: 'return' } };
        const { content, faults } = readWith({
          [PACK]: PACK_WITH_TWO,
          [WALK]: JSON.stringify({ title: 'Fixing', audience: 'person', steps: all }),
          'dialogs/vpn/other.yaml': JSON.stringify({ title: 'Other', audience: 'person', start, steps: other }),
        });
        const told = faults.filter(({ what }) => /nothing is asked on the way|a dead end/.test(what));
        if (circles(content)) assert.notDeepEqual(told, []);
        else
          assert.deepEqual(
            told.filter(({ what }) => /nothing is asked/.test(what)),
            [],
          );
      }),
      {
        numRuns: 80,
        // One walkthrough visited from two steps of a round, which takes a second round to be known.
        examples: [
          [
            [
              visitAndGo('second'),
              visitAndGo('third'),
              {
                tell: 'Do it.',
                fixed: 'done',
                not: 'first',
                who: 'admin',
                for: { device: ['mac'] },
                until: '2026-03-31',
                from: '2026-03-01',
              },
              visitAndGo('first'),
            ],
            'end',
          ],
        ],
      },
    );
  });
});
