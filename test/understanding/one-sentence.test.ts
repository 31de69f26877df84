/** A sentence that tells a problem by itself: what stands around it changes nothing. */
import assert from 'node:assert/strict';
import { raise } from '../../src/understanding/adjust.ts';
import { shipped } from '../fakes/knowledge.ts';

const { read } = await shipped();

/** Sentences that are named as they stand, each with its problem. */
const TOLD: Readonly<Record<string, string>> = {
  'outlook keeps asking me for my password': 'outlook-password-prompt',
  'the printer on our floor prints blank pages': 'printer-queue',
  'my account is locked': 'account-locked',
  'my password has expired and i am locked out': 'password-expired',
};
const AROUND: readonly ((said: string) => string)[] = [
  (said) =>
    `${said}. The people from the insurance come at three and the whole deck is on there. My colleague next door is on holiday.`,
  (said) =>
    `Morning all, back from two weeks in the mountains, the garden is a jungle. ${said}. Coffee machine on 3 is broken as well, but one thing at a time.`,
  (said) =>
    `Name: Jo Park\nBuilding: North 4\nPriority: high\nDescription: ${said}\nBest time to call: after lunch, my kid has a concert at five`,
];

describe('one sentence that tells a problem', () => {
  for (const [said, intent] of Object.entries(TOLD))
    for (const [i, around] of AROUND.entries())
      it(`names ${intent} in story ${i + 1}`, () => {
        const { decision, intent: named } = read(around(said));
        assert.deepEqual([decision, named], ['answer', intent]);
      });

  it('raises a chance at the cost of all others, and lowers none', () => {
    const weights = { chances: Float64Array.of(0.5, 0.2), rejected: 0.3 };
    raise(weights, 0, 0.9);
    assert.deepEqual(
      [...weights.chances, weights.rejected].map((chance) => Number(chance.toFixed(6))),
      [0.9, 0.04, 0.06],
    );
    raise(weights, 0, 0.4);
    assert.equal(weights.chances[0], 0.9);
  });
});

describe('a product that is said to fail', () => {
  for (const text of [
    'my skype for business is not working and i could not join an important meeting this morning',
    'lync fails all day, we have visitors from abroad and everyone is nervous',
    'skype for business not working since lunch, could not take a single call from our customers',
  ])
    it(`is asked about: ${text}`, () => {
      const { decision, guesses } = read(text);
      assert.notEqual(decision, 'none');
      assert.ok(guesses.slice(0, 3).some((guess) => guess.intent === 'sign-in-generic'));
    });

  it('is not asked about where the failure is another program’s', () => {
    for (const text of [
      'skype works, but my stapler is not working',
      'the booking app fails, i wrote it to kim on skype',
    ])
      assert.notEqual(read(text).intent, 'sign-in-generic', text);
  });
});
