/** Tests of ratios and verdicts. */
import assert from 'node:assert/strict';
import { ratiosOf, spreadOf, verdictOf } from './ratios.ts';

describe('ratios of rounds', () => {
  it('are taken round by round, leaving out rounds in which one side came to nothing', () => {
    const rounds = [
      [2, 1],
      [3, 4],
      [0, 1],
      [1, 0],
    ] as const;
    assert.deepEqual(ratiosOf(rounds), [2, 0.75]);
  });

  it('are summed up by their median, quartiles, least and greatest', () => {
    const spread = spreadOf([1.2, 0.8, 1, 0.9, 1.1]);
    assert.deepEqual(spread, { median: 1, q1: 0.9, q3: 1.1, min: 0.8, max: 1.2, rounds: 5, above: 2 });
    assert.deepEqual(spreadOf([1, 2]), { median: 1.5, q1: 1.25, q3: 1.75, min: 1, max: 2, rounds: 2, above: 1 });
  });

  it('need at least one round', () => {
    assert.throws(() => spreadOf([]), RangeError);
  });
});

describe('the verdict on a ratio', () => {
  const tenOf = (ratio: number): number[] => Array.from({ length: 10 }, () => ratio);

  it('depends on whether more or less is better', () => {
    assert.equal(verdictOf(spreadOf(tenOf(1.1)), 'more'), 'better');
    assert.equal(verdictOf(spreadOf(tenOf(1.1)), 'less'), 'worse');
    assert.equal(verdictOf(spreadOf(tenOf(0.9)), 'less'), 'better');
    assert.equal(verdictOf(spreadOf(tenOf(0.9)), 'more'), 'worse');
  });

  it('is "same" where the difference is small, the rounds are few, or they do not agree', () => {
    assert.equal(verdictOf(spreadOf(tenOf(1.02)), 'less'), 'same');
    assert.equal(verdictOf(spreadOf(tenOf(1.5).slice(1)), 'less'), 'same');
    assert.equal(verdictOf(spreadOf([...tenOf(1.5).slice(1), 0.9]), 'less'), 'same');
  });

  it('lets one round in twenty disagree', () => {
    assert.equal(verdictOf(spreadOf([...tenOf(1.5), ...tenOf(1.5).slice(1), 0.9]), 'less'), 'worse');
  });
});
