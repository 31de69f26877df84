/** Formulas: short texts that are chatter wherever they stand. */
import assert from 'node:assert/strict';
import { type ChatterText, Formulas } from '../../src/understanding/formulas.ts';

const textsOf = (isChatter: boolean, ...texts: readonly string[]): ChatterText[] =>
  texts.map((text) => ({ words: text.split(' '), isChatter }));

describe('formulas', () => {
  const rest = Array.from({ length: 80 }, (_, i) => `the clock number ${i} is wrong and it may go on`);
  const formulas = Formulas.learn(
    [
      ...textsOf(
        true,
        'yours faithfully',
        'to whom it may concern',
        'it may',
        'hi',
        'i hope all of you had a good week',
      ),
      ...textsOf(false, ...rest, 'the clock is late yours faithfully kim'),
    ],
    [['best', 'of', 'luck']],
  );

  it('are those given, and short texts of chatter, but none that stand as often in other texts', () =>
    assert.deepEqual([...formulas], ['best of luck', 'yours faithfully', 'to whom it may concern']));

  it('are found wherever they stand', () =>
    assert.deepEqual(formulas.runs('to whom it may concern the clock is wrong yours faithfully'.split(' ')), [
      { from: 0, to: 5 },
      { from: 9, to: 11 },
    ]));

  it('are nowhere in no words, and cut off at the end', () =>
    assert.deepEqual([formulas.runs([]), formulas.runs(['yours'])], [[], []]));
});
