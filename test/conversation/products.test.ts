/** The product that a text means when it names none: one case more is one line more. */
import assert from 'node:assert/strict';
import { couldBe, meantHere } from '../../src/conversation/products.ts';
import { FRESH, Session } from '../../src/conversation/session.ts';
import type { Content } from '../../src/core/content.ts';
import type { Reading } from '../../src/core/reading.ts';
import { knowledge } from '../fakes/knowledge.ts';
import { message } from '../fakes/samples.ts';

/** The fixture's content with four more products like it. */
const { content: one, read } = knowledge();
const OTHERS = ['desks', 'doors', 'lamps', 'mail'];
const content: Content = {
  ...one,
  packs: new Map([
    ...one.packs,
    ...OTHERS.map((id) => [id, { ...one.packs.get('roomie')!, id, generic: `${id}-generic` }] as const),
  ]),
  intents: new Map([
    ...one.intents,
    ...OTHERS.map((id) => {
      const generic = `${id}-generic`;
      return [generic, { ...one.intents.get('booking-generic')!, id: generic, pack: id }] as const;
    }),
  ]),
};

/** A conversation about a product, or about none yet. */
function session(product: string | null): Session {
  return new Session(content, read, { ...FRESH, product }, message('it is broken'), false);
}

const NOTHING = read('');

interface Given {
  readonly intent?: string | null;
  readonly decision?: Reading['decision'];
  /** Guesses, as intents with their confidence. */
  readonly guesses?: Readonly<Record<string, number>>;
  readonly named?: readonly string[];
  readonly told?: readonly string[];
}

function reading({
  intent = 'booking-generic',
  decision = 'ask',
  guesses = {},
  named = [],
  told = [],
}: Given): Reading {
  const confidences = Object.entries(guesses).map(([id, confidence]) => ({ intent: id, confidence }));
  return { ...NOTHING, intent, decision, guesses: confidences, packs: { named, told } };
}

/** The conversation's product, what is read, and the products that could be meant. */
const COULD_BE: readonly (readonly [string | null, Given, readonly string[]])[] = [
  [null, { guesses: { 'desks-generic': 0.5, 'booking-generic': 0.3 } }, ['desks', 'roomie']],
  [null, { guesses: { 'desks-generic': 0.5, 'booking-generic': 0.09 } }, ['desks']],
  [null, { guesses: { 'desks-generic': 0.1 } }, ['desks']],
  [null, { guesses: { 'wrong-pin': 0.4, 'booking-generic': 0.3 } }, ['roomie']],
  [null, { guesses: { 'desks-generic': 0.5 }, told: ['lamps', 'desks'] }, ['desks', 'lamps']],
  [null, { told: ['common', 'lamps'] }, ['lamps']],
  [null, { guesses: { greeting: 0.9 }, told: ['lamps'] }, ['lamps']],
  [null, { guesses: { 'no-such-intent': 0.9 } }, []],
  [null, { told: ['roomie', ...OTHERS] }, ['roomie', 'desks', 'doors', 'lamps']],
  [null, { told: ['desks', 'doors'], named: ['desks'] }, []],
  [null, { intent: 'wrong-pin', told: ['desks', 'doors'] }, []],
  [null, { intent: null, told: ['desks', 'doors'] }, []],
  ['roomie', { told: ['desks', 'doors'] }, []],
];

describe('the products that could be meant', () => {
  for (const [product, given, expected] of COULD_BE)
    it(`in a conversation about ${product}, by ${JSON.stringify(given)}, are ${expected.join() || 'none'}`, () =>
      assert.deepEqual(couldBe(session(product), reading(given)), expected));
});

/** The conversation's product, what is read, and the problem that is meant, with how sure that is. */
const MEANT: readonly (readonly [string | null, Given, string | null, Reading['decision']])[] = [
  ['desks', {}, 'desks-generic', 'ask'],
  ['desks', { told: ['desks', 'doors'] }, 'desks-generic', 'ask'],
  ['desks', { told: ['doors'] }, 'booking-generic', 'ask'],
  ['desks', { named: ['roomie'] }, 'booking-generic', 'ask'],
  ['desks', { intent: 'wrong-pin' }, 'wrong-pin', 'ask'],
  ['desks', { intent: null, decision: 'none' }, null, 'none'],
  [null, {}, 'booking-generic', 'ask'],
  ['common', {}, 'booking-generic', 'ask'],
  ['no-such-pack', {}, 'booking-generic', 'ask'],
  // Together the generic problems reach what one of them needs (0.65).
  ['desks', { guesses: { 'booking-generic': 0.4, 'desks-generic': 0.25 } }, 'desks-generic', 'answer'],
  ['desks', { guesses: { 'booking-generic': 0.4, 'desks-generic': 0.09 } }, 'desks-generic', 'ask'],
  ['desks', { guesses: { 'booking-generic': 0.35, 'wrong-pin': 0.6 } }, 'desks-generic', 'ask'],
  ['desks', { decision: 'answer' }, 'desks-generic', 'answer'],
];

describe('the problem that is meant', () => {
  for (const [product, given, intent, decision] of MEANT)
    it(`in a conversation about ${product}, by ${JSON.stringify(given)}, is ${intent}: ${decision}`, () => {
      const meant = meantHere(session(product), reading(given));
      assert.deepEqual([meant.intent, meant.decision], [intent, decision]);
    });
});
