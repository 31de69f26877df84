/** Floors under figures: what was measured once, less something. */
import assert from 'node:assert/strict';
import type { Figures } from '../../src/evaluation/figures.ts';

/** Fails where a figure is below its floor, with whatever tells more about it. */
export function holds(figures: Figures, floors: Partial<Figures>, details: () => string): void {
  for (const [name, floor] of Object.entries(floors) as [keyof Figures, number][])
    assert.ok(figures[name] >= floor, `${name} is ${figures[name].toFixed(4)}, its floor ${floor}\n${details()}`);
}
