/** Pieces of what programs say: sentences that were cut off. */
import assert from 'node:assert/strict';
import { BareNumbers } from '../../src/core/bare-number.ts';
import { Pieces } from '../../src/understanding/pieces.ts';
import { shipped } from '../fakes/knowledge.ts';

const tokens = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const intents = [
  { id: 'stale', says: ['The panel of {room} shows yesterday because its clock went backwards twice.'] },
  { id: 'taken', says: ['The desk is gone because its clock went backwards, says the panel.'] },
  // Enough for a word that stands in one of them to be rare.
  ...Array.from({ length: 60 }, (_, i) => ({ id: `other${i}`, says: ['nothing of all that', `${'z'.repeat(i + 1)}`] })),
];
const pieces = new Pieces(intents, tokens, new BareNumbers(['it', 'says', 'i', 'get']));
const found = (text: string): string[] => pieces.find(tokens(text)).map(({ intent }) => intent);

describe('a piece of what a program says', () => {
  it('is found at the beginning, in the middle and at the end', () => {
    assert.deepEqual(found('shows yesterday because its clock'), ['stale']);
    assert.deepEqual(found('clock went backwards twice'), ['stale']);
    assert.deepEqual(found('desk is gone because'), ['taken']);
  });

  it('is that of every problem that has it', () => {
    assert.deepEqual(found('because its clock went backwards').sort(), ['stale', 'taken']);
  });

  it('is none where too few words are left, or many problems have them', () => {
    assert.deepEqual(found('its clock went'), []);
    assert.deepEqual(found('nothing of all that'), []);
  });

  it('is none in a text that tells more', () => {
    assert.deepEqual(found('it shows: clock went backwards twice'), ['stale']);
    assert.deepEqual(found('my grandmother was sure that every clock went backwards twice in winter'), []);
  });

  it('takes the place of what is only like it', () => {
    const words = tokens('shows yesterday because its clock');
    const like = { intent: 'other', share: 0.8, from: 0, to: 4 };
    assert.deepEqual(
      pieces.add([like], words).map(({ intent }) => intent),
      ['stale'],
    );
    const exactly = { ...like, share: 1, to: 5 };
    assert.deepEqual(pieces.add([exactly], words), [exactly]);
  });
});

const { read } = await shipped();

describe('a sentence that was cut off', () => {
  /** The beginnings and ends of what programs say, each with its problem. */
  const CUT: readonly (readonly [text: string, intent: string])[] = [
    ['The signed in user is not assigned to', 'consent-needed'],
    ['You do not have the permission to send the message', 'send-as-denied'],
    ["Looks like we can't connect to the URL for", 'mobile-enrolment'],
    ["The products we found in your account can't", 'office-activation'],
    ['A certificate chain processed but terminated', 'vpn-certificate'],
  ];
  for (const [text, intent] of CUT)
    it(`leads to ${intent}: ${text}`, () => {
      const { decision, guesses } = read(text);
      assert.notEqual(decision, 'none');
      assert.ok(
        guesses.slice(0, 3).some((guess) => guess.intent === intent),
        JSON.stringify(guesses),
      );
    });
});
