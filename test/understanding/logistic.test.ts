/** Logistic regression: what it learns of two sides. */
import assert from 'node:assert/strict';
import { learnLogistic, logOdds } from '../../src/understanding/logistic.ts';
import { Random } from '../fakes/random.ts';

describe('a logistic regression', () => {
  const random = new Random(7);
  const numbers = (): number => random.next() * 2 - 1;
  // The chance of a side follows from the first number alone: log odds of 4 a unit, 1 at nothing.
  const rows = Array.from({ length: 4000 }, () => [numbers(), 100 * numbers(), 5]);
  const sides = rows.map(([first]) => random.next() < 1 / (1 + Math.exp(-(4 * first! + 1))));
  const learned = learnLogistic(rows, sides);

  it('finds the odds that the examples were drawn with', () => {
    assert.ok(Math.abs(logOdds(learned, [0, 0, 5]) - 1) < 0.2, `${logOdds(learned, [0, 0, 5])}`);
    assert.ok(Math.abs(logOdds(learned, [1, 0, 5]) - 5) < 0.4, `${logOdds(learned, [1, 0, 5])}`);
  });

  it('gives a number that tells nothing no weight, whatever its size', () => {
    assert.ok(Math.abs(learned.weights[1]! * 100) < 0.2);
    assert.equal(learned.weights[2], 0);
  });

  it('moves the odds by the weight of a side, and not what they depend on', () => {
    const weighed = learnLogistic(rows, sides, 3);
    assert.ok(Math.abs(logOdds(weighed, [0, 0, 5]) - logOdds(learned, [0, 0, 5]) - Math.log(3)) < 0.2);
    assert.ok(Math.abs(weighed.weights[0]! - learned.weights[0]!) < 0.4);
  });
});
