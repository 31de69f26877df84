import type { Content } from '../core/content.ts';
import type { Frame } from '../core/conversation.ts';

/** Longer ways than this are not worth telling apart. */
const MOST = 30;

/** About how many steps are left when nothing helps: what is ahead here, and in the walkthroughs that wait for this one. */
export function remaining(content: Content, frames: readonly Frame[]): number {
  let steps = 0;
  for (const [i, frame] of frames.entries()) {
    const current = i === frames.length - 1;
    const ahead = stepsAhead(content, frame.walkthrough, frame.step);
    // A walkthrough that waits stands at its visit, which asks nothing itself.
    steps += current ? ahead : Math.max(0, ahead - 1);
  }
  return Math.max(1, Math.min(MOST, steps));
}

function stepsAhead(content: Content, walkthrough: string, step: string): number {
  let steps = 0;
  const seen = new Set<string>();
  for (let [id, name] = [walkthrough, step]; steps < MOST; ) {
    const from = content.walkthroughs.get(id);
    const at = from?.steps.get(name || from.start);
    if (!from || !at || at.kind === 'end' || seen.has(`${id}/${at.id}`)) break;
    seen.add(`${id}/${at.id}`);
    // Steps that are only for some people count half: about one in two meets them.
    steps += Object.keys(at.for).length > 0 || at.who === 'admin' ? 0.5 : 1;
    [id, name] = [at.otherwise.walkthrough, at.otherwise.step];
  }
  return Math.round(steps);
}
