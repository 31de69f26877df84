/** The order of repairs that decision-theoretic troubleshooting would choose, as a measure for a walkthrough's own. */
import type { Cause, Content, Often, Walkthrough } from '../core/content.ts';

/** The weights of causes. Only their ratios count. */
export const WEIGHTS: Readonly<Record<Often, number>> = { 'very often': 8, often: 4, sometimes: 2, rare: 1 };

/** The share of a cause among those of its walkthrough, 0 to 1. */
export function shareOf(cause: Cause, { causes }: Walkthrough): number {
  return WEIGHTS[cause.often] / causes.reduce((sum, c) => sum + WEIGHTS[c.often], 0);
}

/**
 * The expected minutes to the cure if nothing were asked and the repairs came in the best order: the likeliest for
 * their minutes first (Heckerman, Breese and Rommelse, "Decision-theoretic troubleshooting", 1995). Causes that only
 * agents cure are left out. Null where no step cures anything.
 */
export function idealMinutes(content: Content, walkthrough: Walkthrough): number | null {
  const curable = walkthrough.causes.filter((c) => c.cured.length > 0);
  const repairs = new Map<string, { minutes: number; cures: Set<Cause> }>();
  for (const cause of curable)
    for (const target of cause.cured) {
      const at = `${target.walkthrough}/${target.step}`;
      const step = content.walkthroughs.get(target.walkthrough)?.steps.get(target.step);
      const known = repairs.get(at) ?? { minutes: step?.kind === 'tell' ? step.minutes : 1, cures: new Set() };
      known.cures.add(cause);
      repairs.set(at, known);
    }
  const left = new Set(curable);
  const total = curable.reduce((sum, c) => sum + WEIGHTS[c.often], 0);
  let spent = 0;
  let expected = 0;
  while (left.size > 0) {
    const worth = [...repairs.values()].map((repair) => {
      const weight = [...repair.cures].filter((c) => left.has(c)).reduce((sum, c) => sum + WEIGHTS[c.often], 0);
      return { repair, weight, worth: weight / repair.minutes };
    });
    const best = worth.reduce((a, b) => (b.worth > a.worth ? b : a));
    spent += best.repair.minutes;
    expected += (best.weight / total) * spent;
    for (const cause of best.repair.cures) left.delete(cause);
  }
  return total === 0 ? null : expected;
}
