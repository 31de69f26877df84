import assert from 'node:assert/strict';
import type { Judged } from '../../src/evaluation/judged.ts';
import { rejectionCurve } from '../../src/evaluation/rejection.ts';
import { judged } from './samples.ts';

describe('the curve of rejection', () => {
  /** A reading with a guess that is this sure; below a half it is refused. */
  const one = (label: string, sure: number): Judged => {
    const { reading, ...rest } = judged(label, 'a', sure);
    return {
      ...rest,
      reading: sure < 0.5 ? { ...reading, decision: 'none', intent: null, confidence: 1 - sure } : reading,
    };
  };
  const rows = (ours: readonly number[], others: readonly number[]): Judged[] => [
    ...ours.map((sure) => one('a', sure)),
    ...others.map((sure) => one('none', sure)),
  ];

  it('is null where there is nothing to part', () => {
    assert.equal(rejectionCurve(rows([0.9], []), 'none'), null);
    assert.equal(rejectionCurve(rows([], [0.1]), 'none'), null);
  });

  it('has the share of pairs in the right order, with ties half', () => {
    assert.equal(rejectionCurve(rows([0.9, 0.8], [0.1, 0.2]), 'none')!.auroc, 1);
    assert.equal(rejectionCurve(rows([0.1, 0.2], [0.9, 0.8]), 'none')!.auroc, 0);
    assert.equal(rejectionCurve(rows([0.5, 0.5], [0.5]), 'none')!.auroc, 0.5);
    assert.equal(rejectionCurve(rows([0.3, 0.7], [0.5]), 'none')!.auroc, 0.5);
  });

  it('tells what is refused for what is kept', () => {
    const ours = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
    const { points } = rejectionCurve(rows(ours, [0.005, 0.055, 0.155]), 'none')!;
    assert.deepEqual(
      points.map(({ kept, refused }) => [kept, Number(refused.toFixed(2))]),
      [
        [0.99, 0.33],
        [0.97, 0.33],
        [0.95, 0.67],
        [0.9, 0.67],
        [0.85, 1],
        [0.8, 1],
      ],
    );
  });

  it('tells the point in use', () => {
    const { chosen } = rejectionCurve(rows([0.9, 0.8, 0.2, 0.6], [0.1, 0.7]), 'none')!;
    assert.deepEqual(chosen, { kept: 0.75, refused: 0.5 });
  });
});
