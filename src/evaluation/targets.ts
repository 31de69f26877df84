/** Compares the figures of an evaluation with their targets. */
import { type Figures, figuresOf } from './figures.ts';
import type { Evaluation } from './judge.ts';
import type { Rule } from './judged.ts';

/** A figure with its target, and whether it is met. */
export interface FigureTarget {
  readonly what: string;
  readonly is: number;
  readonly should: number;
  readonly atMost: boolean;
  readonly met: boolean;
}

const atLeast = (what: string, is: number, should: number): FigureTarget => ({
  what,
  is,
  should,
  atMost: false,
  met: is >= should,
});

/**
 * The targets of this evaluation: for the shipped examples, or by the tiers of a labelled file. An engine trained on
 * other people's labels has none; `npm run bench` compares it with its peers.
 */
export function targetsOf({ judged }: Evaluation, f: Figures, rule: Rule): FigureTarget[] {
  if (judged.some((j) => j.row.tier !== null)) {
    const tier = (name: string): Figures =>
      figuresOf(
        judged.filter((j) => j.row.tier === name && j.row.label !== rule.noneLabel),
        rule,
      );
    const [typed, shown] = [tier('A'), tier('B')];
    return [
      ...(typed.n > 0 ? [atLeast('Tier A, typed by people: right in scope', typed.accuracyInScope, 0.92)] : []),
      ...(shown.n > 0 ? [atLeast('Tier B, shown by programs: named or offered', shown.offered, 0.97)] : []),
      atLeast('Out of scope: refused', f.noneRecall, 0.95),
    ];
  }
  if (judged.some((j) => j.row.line !== null)) return [];
  return [
    atLeast('Right', f.accuracy, 0.93),
    atLeast('Right of those named', f.answeredRight, 0.96),
    {
      what: 'Calibration error',
      is: f.calibrationError,
      should: 0.025,
      atMost: true,
      met: f.calibrationError <= 0.025,
    },
  ];
}
