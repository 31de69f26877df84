/** Questions about the content: one case more is one line more. */
import assert from 'node:assert/strict';
import { categoryOf, inForce, isGeneric, noneOf } from '../../src/core/content.ts';
import { knowledge } from '../fakes/knowledge.ts';

const { content } = knowledge();
const noon = (day: string): string => `${day}T12:00:00.000Z`;

/** First and last day, a time, and whether that is inside. */
const PERIODS = [
  [null, null, noon('2026-03-02'), true],
  ['2026-03-02', null, noon('2026-03-01'), false],
  ['2026-03-02', null, '2026-03-01T23:59:59.999Z', false],
  ['2026-03-02', null, '2026-03-02T00:00:00.000Z', true],
  ['2026-03-02', null, noon('2027-01-01'), true],
  [null, '2026-03-02', noon('2025-12-31'), true],
  [null, '2026-03-02', '2026-03-02T23:59:59.999Z', true],
  [null, '2026-03-02', '2026-03-03T00:00:00.000Z', false],
  ['2026-03-02', '2026-03-02', noon('2026-03-02'), true],
  ['2026-03-02', '2026-03-04', noon('2026-03-03'), true],
  ['2026-03-02', '2026-03-04', noon('2026-03-05'), false],
] as const;

describe('a period', () => {
  for (const [from, until, at, expected] of PERIODS)
    it(`from ${from} until ${until} ${expected ? 'includes' : 'does not include'} ${at}`, () =>
      assert.equal(inForce({ from, until }, at), expected));
});

/** Intents and their categories. */
const CATEGORIES = [
  ['wrong-pin', 'Account'],
  ['stale-schedule', 'Panel or app'],
  ['guest-wifi', 'Network'],
  ['greeting', null],
  ['no-such-intent', null],
  [null, null],
] as const;

describe('the category of an intent', () => {
  for (const [intent, expected] of CATEGORIES)
    it(`of ${intent} is ${expected}`, () => assert.equal(categoryOf(content, intent), expected));

  it("is the common pack's where its own pack has none of that name", () => {
    const [roomie, common] = [content.packs.get('roomie')!, content.packs.get('common')!];
    const packs = (own: object, shared: object) =>
      new Map([
        ['roomie', { ...roomie, categories: { ...own } }],
        ['common', { ...common, categories: { ...shared } }],
      ]);
    const of = (own: object, shared: object): string | null =>
      categoryOf({ packs: packs(own, shared), intents: content.intents }, 'wrong-pin');
    assert.equal(of({}, { account: 'Accounts of all' }), 'Accounts of all');
    assert.equal(of({ account: 'Own' }, { account: 'Accounts of all' }), 'Own');
    assert.equal(of({}, {}), null);
  });
});

describe('the intent for all other subjects', () => {
  const [first, second] = ['not-booking', 'something-else'].map((id) => content.intents.get(id)!);
  const noneAmong = (...intents: readonly (typeof first)[]): string =>
    noneOf({ intents: new Map(intents.map((intent) => [intent!.id, intent!])) });

  it("is the common pack's, wherever it stands", () => {
    assert.deepEqual([first!.kind, first!.pack, second!.kind, second!.pack], ['none', 'roomie', 'none', 'common']);
    assert.equal(noneAmong(first, second), 'something-else');
    assert.equal(noneAmong(second, first), 'something-else');
  });

  it("is a pack's own where the common pack has none, and empty where nobody has", () => {
    assert.equal(noneAmong(first), 'not-booking');
    assert.equal(noneAmong(content.intents.get('wrong-pin')), '');
  });
});

const GENERIC = [
  ['booking-generic', true],
  ['wrong-pin', false],
  ['no-such-intent', false],
  [null, false],
] as const;

describe('an intent', () => {
  for (const [intent, expected] of GENERIC)
    it(`${intent} is ${expected ? '' : 'not '}generic`, () => assert.equal(isGeneric(content, intent), expected));
});
