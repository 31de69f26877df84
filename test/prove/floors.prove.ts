/**
 * A fifth of the shipped examples, read by an engine that never saw them: what was measured when the floors were set, less three
 * points. All five fifths take five trainings: `npx firstline evaluate` has them.
 */
import assert from 'node:assert/strict';
import { figuresOf } from '../../src/evaluation/figures.ts';
import { crossValidate } from '../../src/evaluation/judge.ts';
import { holds } from '../fakes/floors.ts';
import { shipped } from '../fakes/knowledge.ts';

const CROSS_VALIDATED = {
  accuracy: 0.61,
  accuracyInScope: 0.6,
  answeredRight: 0.87,
  offered: 0.7,
  noneRecall: 0.74,
};
const MOST_CALIBRATION_ERROR = 0.09;
const MINUTE = 60_000;

describe('the floors', () => {
  it('hold over a fifth of the shipped examples, by what was learned from the rest', async function () {
    this.timeout(20 * MINUTE);
    const { content } = await shipped();
    const { judged, noneLabel } = await crossValidate(content, () => undefined, 1);
    const figures = figuresOf(judged, { noneLabel, also: false });
    holds(figures, CROSS_VALIDATED, () => 'npx firstline evaluate says more');
    assert.ok(figures.calibrationError <= MOST_CALIBRATION_ERROR, `calibration error ${figures.calibrationError}`);
  });
});
