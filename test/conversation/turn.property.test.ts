import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../src/core/message.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

const { turn, content } = knowledge();

const texts = fc.oneof(
  fc.constantFrom(
    ...[...content.intents.values()].flatMap((i) => [...i.says, ...i.examples]).filter((_, i) => i % 7 === 0),
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '😀😀',
    'مرحبا لا أستطيع تسجيل الدخول',
    '<b>&amp;</b>',
    '<!channel> <@U1>',
    '{domain} {x}',
    '__proto__',
    'constructor',
    '1',
    '99',
    '0',
    '-1',
    'back',
    'skip',
    'stop',
    'start over',
  ),
);

type Move = { say: string } | { press: number } | { id: string } | { stale: true } | { open: true } | { wait: number };
const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: texts.map((say) => ({ say })) },
  { weight: 6, arbitrary: fc.nat(20).map((press) => ({ press })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('fixed', 'not', 'back', 'tried', 'cannot', 'human', '__proto__', 'nonsense', '')
      .map((id) => ({ id })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ stale: true }, { open: true }, { wait: 5 }, { wait: 200 }) },
);

async function play(talk: Talk, move: Move): Promise<void> {
  if ('say' in move) await talk.say(move.say);
  else if ('id' in move) await talk.press(move.id);
  else if ('stale' in move) await talk.press('fixed', 0);
  else if ('open' in move) await talk.open();
  else if ('wait' in move) talk.wait(move.wait);
  else {
    const all = talk.last?.replies.at(-1) ? [...talk.reply.choices, ...talk.reply.controls] : [];
    if (all.length > 0) await talk.press(all[move.press % all.length]!.id);
    else await talk.say('hello');
  }
}

describe('no sequence of messages and buttons', () => {
  for (const audience of ['person', 'admin'] as const)
    it(`throws, falls silent, or loses the way to a human (${audience})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(moves, { minLength: 1, maxLength: 25 }), async (sequence) => {
          const talk = new Talk(turn, audience);
          for (const move of sequence) {
            await play(talk, move);
            if (!talk.last) continue;
            assert.equal(talk.last.replies.length, 1, 'every message is answered, once');
            assert.ok(talk.text.trim().length > 0, 'with words');
            assert.ok(JSON.stringify(talk.state).length < 200_000, 'the state stays small');
            for (const slot of Object.keys(talk.state?.case?.slots ?? {})) assert.match(slot, /^[a-z-]+$/);
          }
          // Whatever happened: asking for a person works, and says so.
          await talk.say('talk to a person');
          assert.ok(
            talk.reply.outcome === 'handed-over' || /F-\w{4}-\w{4}/.test(talk.text),
            `a ticket is named: ${talk.text}`,
          );
        }),
        { numRuns: 120 },
      );
    });

  it('of several people, with jobs, corrections and withdrawals, throws or loses the way to a human', async () => {
    const people = [
      { id: 'test:kim', name: 'Kim' },
      { id: 'test:lee', name: null },
    ];
    const troubles = [
      null,
      null,
      'not-an-image',
      'too-big',
      'too-slow',
      'not-allowed',
      'busy',
      'not-there',
      'failed',
    ] as const;
    const event = fc.record({
      kind: fc.constantFrom<Message['kind']>(
        'said',
        'said',
        'pressed',
        'edited',
        'deleted',
        'noticed',
        'result',
        'opened',
      ),
      text: texts,
      person: fc.constantFrom(...people),
      choice: fc.constantFrom('yes', 'no', 'fixed', 'report-1', 'report-9', 'none-of-these', 'human', 'stop'),
      earlier: fc.boolean(),
      images: fc.constantFrom([], [], [{ ref: 'shot', name: null }]),
      about: fc.constantFrom('m1', 'm2', 'm3', 'gone'),
      trouble: fc.constantFrom(...troubles),
      found: fc.array(
        fc.record({
          text: texts,
          by: fc.constantFrom(...people, null),
          sure: fc.double({ min: 0, max: 1, noNaN: true }),
          images: fc.constant([]),
        }),
        { maxLength: 4 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (events) => {
        const talk = new Talk(turn);
        for (const { trouble, found, ...given } of events) {
          const job = talk.jobs.at(-1);
          if (given.kind === 'result' && !job) continue;
          const result = given.kind === 'result' ? { job: job!.id, kind: job!.kind, found, trouble } : null;
          await talk.send({ ...given, asked: talk.state?.asked ?? null, shared: true, result });
          assert.ok(talk.last!.replies.length <= 1, 'nobody is answered twice');
          assert.ok(talk.last!.replies.length === 0 || talk.text.trim().length > 0, 'with words');
        }
        await talk.send({ text: 'talk to a person', shared: true, person: talk.state?.helped ?? people[0]! });
        assert.match(talk.text, /F-\w{4}-\w{4}/);
      }),
      { numRuns: 120 },
    );
  });

  it('shows an on-premises person a cloud server', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 5, maxLength: 40 }), async (sequence) => {
        const talk = new Talk(turn);
        for (const move of sequence) {
          await play(talk, move);
          if (talk.last && talk.state?.case?.slots.hosting === 'on-premises')
            assert.doesNotMatch(talk.text, /online\.lync\.com/);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('gives two different results', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { maxLength: 12 }), async (sequence) => {
        const [one, two] = [new Talk(turn), new Talk(turn)];
        for (const move of sequence) {
          await play(one, move);
          await play(two, move);
          assert.deepEqual(one.last, two.last);
        }
      }),
      { numRuns: 40 },
    );
  });
});
