/** The negative controls of the crash runs: a fault that is put in, and what the history checker must find then. */
import type { CrashPlan, CrashReport } from './crash-run.ts';
import type { Flaw } from './history.ts';

/** A negative control. */
export interface CrashControl {
  readonly name: string;
  readonly plan: Omit<CrashPlan, 'seed' | 'database'>;
  /** The one kind of flaw that its history has. */
  readonly flaw: Flaw['kind'];
}

/** A few kills are enough where every life shows the fault. */
const SHORT = { kills: 5, messages: 25 } as const;

/**
 * None depends on chance or on the speed of the machine. Every child of the first dies with what it has just
 * acknowledged, and the last child of a run, which nothing kills, has enough to do to show the other two by itself.
 */
export const CRASH_CONTROLS: readonly CrashControl[] = [
  {
    name: 'acknowledged before the commit',
    plan: { fault: 'hasty', point: { name: 'before accept', count: 1 }, ...SHORT },
    flaw: 'lost',
  },
  { name: 'sent again without a look', plan: { fault: 'blind', ...SHORT }, flaw: 'doubled' },
  { name: 'stored in another order than acknowledged', plan: { fault: 'swapping', ...SHORT }, flaw: 'reordered' },
];

/** The number of flaws of the kind that a control must show; throws if its history has none, or any of another kind. */
export function shown({ name, flaw }: CrashControl, { flaws }: CrashReport): number {
  const kinds = new Set(flaws.map(({ kind }) => kind));
  if (kinds.size !== 1 || !kinds.has(flaw)) throw new Error(`${name}: found ${[...kinds].join(', ') || 'nothing'}`);
  return flaws.length;
}
