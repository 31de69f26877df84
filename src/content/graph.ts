/** Lists the links of a step. */
import type { Step, Target } from '../core/content.ts';

/** All targets that a step can lead to. */
export function targets(step: Step): Target[] {
  switch (step.kind) {
    case 'end':
      return [];
    case 'visit':
      return [step.visit, step.after, step.otherwise];
    case 'ask':
      return [...step.choices.map((c) => c.go), ...(step.typed ? [step.typed] : []), step.otherwise];
    case 'tell':
      return [...step.choices.map((c) => c.go), step.otherwise];
  }
}
