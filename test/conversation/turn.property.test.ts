import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Message } from '../../src/core/message.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { movesOver, play, textsOver } from '../fakes/moves.ts';
import { Talk } from '../fakes/talk.ts';

const { turn, content } = knowledge();

const texts = textsOver(content);
const moves = movesOver(content);

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
          // Asking for a person works after any turn, and says so.
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

  it('shows what a guard keeps to people in the cloud to somebody with a hub of their own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 5, maxLength: 40 }), async (sequence) => {
        const talk = new Talk(turn);
        for (const move of sequence) {
          await play(talk, move);
          if (talk.last && talk.state?.case?.slots['room-hub'] === 'own')
            assert.doesNotMatch(talk.text, /setup\.roomie\.example/);
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
