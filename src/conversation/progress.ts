/** The progress of a walkthrough: an estimate of the steps left. */
import type { Audience, Content, Slots } from '../core/content.ts';
import type { Frame } from '../core/conversation.ts';
import { holds } from './walk.ts';

/** The largest number of steps left that is told; beyond it the difference does not matter. */
const MOST = 30;

/**
 * Estimates the steps left if nothing helps: those ahead in this walkthrough, and in the walkthroughs that wait for it.
 */
export function remaining(content: Content, frames: readonly Frame[], audience: Audience, slots: Slots): number {
  let steps = 0;
  for (const [i, frame] of [...frames].reverse().entries()) {
    const ahead = stepsAhead(content, frame, audience, slots, i > 0);
    steps += ahead.steps;
    // A waiting walkthrough is reached again only where this one ends in a return.
    if (!ahead.returns) break;
  }
  return Math.max(1, Math.min(MOST, Math.round(steps)));
}

/** Counts the steps ahead; `waiting`: the walkthrough stands at a visit that is being played already. */
function stepsAhead(
  content: Content,
  start: { readonly walkthrough: string; readonly step: string },
  audience: Audience,
  slots: Slots,
  waiting: boolean,
): { steps: number; returns: boolean } {
  let steps = 0;
  const seen = new Set<string>();
  for (let { walkthrough: id, step: name } = start; steps < MOST; ) {
    const from = content.walkthroughs.get(id);
    const at = from?.steps.get(name || from.start);
    if (!from || !at || seen.has(`${id}/${at.id}`)) break;
    if (at.kind === 'end') return { steps, returns: at.end === 'return' };
    const first = seen.size === 0;
    seen.add(`${id}/${at.id}`);
    const known = at.kind === 'ask' && at.slot !== null && slots[at.slot] !== undefined && !first;
    const theirs = (at.who !== 'admin' || audience === 'admin') && holds(at.when, slots);
    if (at.kind === 'visit') {
      if (!(waiting && first)) steps += stepsAhead(content, at.visit, audience, slots, false).steps;
      ({ walkthrough: id, step: name } = at.after);
      continue;
    }
    // Steps for some people only count half: about one person in two meets them.
    if (theirs && !known) steps += Object.keys(at.for).length > 0 ? 0.5 : 1;
    ({ walkthrough: id, step: name } = at.otherwise);
  }
  return { steps, returns: false };
}
