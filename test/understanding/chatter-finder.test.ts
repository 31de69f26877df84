/** Chatter, found by the words that people use in it and elsewhere. */
import assert from 'node:assert/strict';
import { ChatterFinder } from '../../src/understanding/chatter-finder.ts';
import { Vocabulary } from '../../src/understanding/features.ts';
import type { ChatterText } from '../../src/understanding/formulas.ts';

const chatter = ['many thanks and kind regards', 'hope you had a nice holiday', 'kind regards from the third floor'];
const rest = ['the clock is wrong', 'my clock has stopped', 'the alarm of the clock is silent'];
const texts: readonly ChatterText[] = [
  ...chatter.map((text) => ({ words: text.split(' '), isChatter: true })),
  ...rest.map((text) => ({ words: text.split(' '), isChatter: false })),
];
const vocabulary = Vocabulary.learn(texts.map(({ words }) => words));
const finder = ChatterFinder.learn(texts, vocabulary)!;

/** The words of a text that tell something; a bar parts its clauses. */
function told(text: string): string {
  const clauses = text.split(' | ').map((clause) => clause.split(' '));
  const is = finder.told(clauses);
  return clauses.flatMap((clause, c) => clause.filter((_, i) => is === null || is[c]![i])).join(' ');
}

describe('the finder of chatter', () => {
  const LINES = [
    ['hope you had a nice holiday | the clock is wrong', 'the clock is wrong'],
    ['the clock is wrong | many thanks and kind regards', 'the clock is wrong'],
    ['my clock has stopped kind regards from the third floor', 'my clock has stopped'],
    // A word of the other kind alone changes nothing.
    ['the clock is nice', 'the clock is nice'],
  ] as const;
  for (const [text, left] of LINES) it(`leaves "${left}" of "${text}"`, () => assert.equal(told(text), left));

  it('leaves a text as it is that is chatter and nothing else, or has none', () => {
    assert.equal(finder.told([['kind', 'regards']]), null);
    assert.equal(finder.told([['the', 'clock', 'is', 'wrong']]), null);
    assert.equal(finder.told([]), null);
  });

  it('learns nothing without chatter', () =>
    assert.equal(
      ChatterFinder.learn(
        texts.filter(({ isChatter }) => !isChatter),
        vocabulary,
      ),
      null,
    ));

  it('is the same when it is made of its numbers', () => {
    const again = new ChatterFinder(vocabulary, finder.strengths, finder.unseen, finder.formulas);
    const clauses = [
      ['hope', 'you', 'had', 'a', 'nice', 'holiday'],
      ['the', 'new', 'clock'],
    ];
    assert.deepEqual(again.told(clauses), finder.told(clauses));
  });
});
