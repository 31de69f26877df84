import assert from 'node:assert/strict';
import { FeatureNames } from '../../src/understanding/feature-names.ts';

describe('the names of features', () => {
  const many = Array.from({ length: 5000 }, (_, i) => `w:word${i}`);
  const names = ['s:sign', 'w:signs', 'p:sign in', '<si', 'w:früh', '<早上', ...many];
  const kept = FeatureNames.of(names);

  it('are numbered by their order, and found again', () => {
    assert.equal(kept.size, names.length);
    assert.deepEqual(
      names.map((name) => kept.numberOf(name)),
      names.map((_, i) => i),
    );
    for (const other of ['', 'w:sign', 's:signs', 'w:fruh', 'w:word5000', '<早', 'p:sign'])
      assert.equal(kept.numberOf(other), undefined, other);
  });

  it('are the same when they are read from their bytes', () => {
    const again = new FeatureNames(kept.bytes.slice());
    assert.deepEqual([again.numberOf('w:früh'), again.numberOf('<早上'), again.numberOf('w:word4999')], [4, 5, 5005]);
  });

  it('are told by the letter they begin with', () => {
    assert.deepEqual([...kept.beginning('p')], [['sign in', 2]]);
    assert.deepEqual([...kept.beginning('w')].slice(0, 3), [
      ['signs', 1],
      ['früh', 4],
      ['word0', 6],
    ]);
    assert.deepEqual([...FeatureNames.of([]).beginning('w')], []);
    assert.equal(FeatureNames.of([]).numberOf('w:sign'), undefined);
  });
});
