/** Tests of the quality figures of engines. */
import assert from 'node:assert/strict';
import { qualityOf, type Taken, takenOf } from './quality.ts';

const taken = (label: string, guess: string, ours: number): Taken => ({
  row: { text: 'x', label },
  label: guess,
  ours,
});

describe('the quality of engines', () => {
  it('is judged by the best guess that is ours, and by how far it lies above "none"', () => {
    const scores = new Map([
      ['a', 0.2],
      ['b', 0.3],
      ['none', 0.5],
    ]);
    const { label, ours } = takenOf({ text: 'x', label: 'a' }, scores, 'none');
    assert.deepEqual([label, ours], ['b', 0.3 - 0.5]);
    assert.deepEqual(takenOf({ text: 'x', label: 'a' }, new Map(), 'none').label, '');
  });

  it('is judged by scores below zero too, as margins can all be', () => {
    const scores = new Map([
      ['a', -0.7],
      ['b', -0.2],
    ]);
    const { label, ours } = takenOf({ text: 'x', label: 'a' }, scores, 'none');
    assert.deepEqual([label, ours], ['b', -0.2]);
  });

  it('has an accuracy over our texts, and a figure for telling ours from others by confidence', () => {
    const perfect = qualityOf([taken('a', 'a', 0.9), taken('b', 'a', 0.8), taken('none', 'a', 0.1)], 'none');
    assert.deepEqual(perfect, { n: 3, accuracy: 0.5, auroc: 1, rejected: 1 });
    const chance = qualityOf([taken('a', 'a', 0.5), taken('none', 'a', 0.5)], 'none');
    assert.deepEqual([chance.auroc, chance.rejected], [0.5, 0]);
    const half = qualityOf([taken('a', 'a', 0.4), taken('a', 'a', 0.8), taken('none', 'b', 0.6)], 'none');
    assert.equal(half.auroc, 0.5);
  });

  it('has no figure for the texts of others where there are none', () => {
    assert.equal(qualityOf([taken('a', 'a', 0.5)], 'none').auroc, null);
  });

  it('counts the others rejected at the confidence that keeps 95 of 100 of ours', () => {
    const ours = Array.from({ length: 100 }, (_, i) => taken('a', 'a', i / 100));
    const others = [0.02, 0.04, 0.06, 0.5].map((score) => taken('none', 'a', score));
    assert.equal(qualityOf([...ours, ...others], 'none').rejected, 0.5);
  });
});
