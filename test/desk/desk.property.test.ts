import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TicketState } from '../../src/desk/ticket-state.ts';
import { DeskWorld, desks, FRONT, type Someone } from '../fakes/desk-world.ts';

const STALE = 'Roomie cannot book this room because the schedule on this panel is out of date.';
/** The word in everything that agents say among themselves; persons never read it. */
const PRIVATE = 'entre-nous';

type Move =
  | { readonly who: 'person' | 'agent' | 'other'; readonly say: string }
  | { readonly who: 'person' | 'agent' | 'other'; readonly press: number }
  | { readonly who: 'person' | 'agent'; readonly edit: string }
  | { readonly who: 'person' | 'agent'; readonly remove: true }
  | { readonly wait: number }
  | { readonly fault: 'refused' | 'unknown' | null; readonly at: 'web' | 'slack' };

const words = fc.oneof(
  fc.constantFrom(
    STALE,
    'hello',
    '',
    'stop',
    'back',
    'talk to a person',
    'code',
    '12345-67890',
    'reopen',
    "it still doesn't work",
    '1',
    '<!channel> <@U1>',
  ),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const agentWords = fc.oneof(
  fc.constantFrom(
    'claim',
    'release',
    'help',
    'code',
    'ask office-domain',
    'ask nothing',
    'step x',
    'resolve fixed',
    'resolve for now: bye',
    'resolve unknown',
    'reopen',
    'wrong topic',
    `note: ${PRIVATE}`,
    PRIVATE,
  ),
  words.map((text) => `> ${text}`),
);
const both = fc.constantFrom('person' as const, 'agent' as const);
const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: words.map((say) => ({ who: 'person' as const, say })) },
  { weight: 5, arbitrary: fc.record({ who: fc.constant('person' as const), press: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ who: fc.constantFrom('agent' as const, 'other' as const), say: agentWords }) },
  { weight: 3, arbitrary: fc.record({ who: fc.constantFrom('agent' as const, 'other' as const), press: fc.nat(40) }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ who: both, edit: fc.constantFrom('> changed', 'changed', PRIVATE) })
      .map((m) => (m.who === 'person' ? { ...m, edit: 'changed' } : m)),
  },
  { weight: 1, arbitrary: fc.record({ who: both, remove: fc.constant(true as const) }) },
  { weight: 1, arbitrary: fc.constantFrom(5, 40, 24 * 60, 9 * 24 * 60).map((wait) => ({ wait })) },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constantFrom('refused' as const, 'unknown' as const, null, null),
      at: fc.constantFrom('web' as const, 'slack' as const),
    }),
  },
);

describe('no sequence of what a person, two agents, the clock and faults do', () => {
  it('fails a turn, shows a person what was private, or loses the way to a human', async function () {
    // A busy machine may take many times as long.
    this.timeout(300_000);
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 5, maxLength: 25 }), async (sequence) => {
        const world = await DeskWorld.open(desks({ name: FRONT, answer: 30 }, { name: 'second' }));
        try {
          await run(world, sequence);
        } finally {
          await world.close();
        }
      }),
      {
        numRuns: 80,
        // It was found once: a desk that refuses days after a promise that nobody kept.
        examples: [
          [
            [
              { who: 'agent', say: 'claim' },
              { wait: 12_960 },
              { fault: 'refused', at: 'slack' },
              { who: 'agent', say: '> ' },
              { who: 'agent', press: 3 },
            ],
          ],
        ],
      },
    );
  });
});

async function run(world: DeskWorld, sequence: readonly Move[]): Promise<void> {
  const jo = world.person();
  await jo.say(STALE);
  await jo.press('own');
  await jo.say('talk to a person');
  await jo.press('send');
  const ticket = await world.ticketAt();
  const people: Record<'person' | 'agent' | 'other', Someone> = {
    person: jo,
    agent: world.agent('Ana', ticket),
    other: world.agent('Ben', ticket),
  };
  const last: Partial<Record<string, string>> = {};
  for (const move of sequence) {
    if ('wait' in move) await world.pass(move.wait);
    else if ('fault' in move) {
      const { fault } = move;
      world[move.at].fate = () => (fault === null ? null : { kind: fault, why: 'a fault' });
    } else if ('say' in move) last[move.who] = await people[move.who].say(move.say);
    else if ('edit' in move) await people[move.who].edit(last[move.who] ?? 'none', move.edit);
    else if ('remove' in move) await people[move.who].remove(last[move.who] ?? 'none');
    else await pressSomething(world, people[move.who], move.who, move.press);
    assert.deepEqual(
      world.log.codes.filter((code) => code === 'TURN_FAILED' || code === 'MESSAGE_PARKED'),
      [],
    );
    assert.ok(!JSON.stringify(world.web.shown).includes(PRIVATE), 'private words reached the person');
  }
  for (const platform of [world.web, world.slack]) platform.fate = () => null;
  // Asking for a person leads to one after any turn, and the ticket stands at a desk.
  await jo.say('stop');
  await jo.press('human');
  await jo.press('send');
  await world.pass(6 * 60);
  assert.match(jo.sees.join('\n'), /F-\w{4}-\w{4}/);
  for (const state of await world.store.states('ticket')) {
    assert.ok(JSON.stringify(state).length < 100_000, 'the state stays small');
    const { state: how, lost } = state as TicketState;
    assert.ok(how === 'closed' || !lost, 'no open ticket is lost');
  }
}

/** One of the buttons that stand there, or of the list in a form. */
async function pressSomething(world: DeskWorld, someone: Someone, who: string, n: number): Promise<void> {
  const platform = who === 'person' ? world.web : world.slack;
  const offered = platform.shown.flatMap(({ reply }) => [
    ...reply.choices,
    ...reply.controls,
    ...reply.forms.flatMap((f) => (f.options.length > 0 ? f.options : [f])),
  ]);
  const choice = offered.toReversed()[n % Math.max(1, offered.length)];
  if (choice) await someone.press(choice.id, 'some words');
}
