import type { Content } from '../core/content.ts';
import type { Place } from '../core/reply.ts';

const cache = new WeakMap<Content, Map<string, number>>();

/** About how many steps are left: the shortest way to the end when nothing helps. */
export function remaining(content: Content, place: Place): number {
  let known = cache.get(content);
  if (!known) cache.set(content, (known = new Map()));
  const key = `${place.walkthrough}/${place.step}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  let steps = 0;
  let at = key;
  const seen = new Set<string>();
  while (!seen.has(at) && steps < 30) {
    seen.add(at);
    const [id, name] = at.split('/') as [string, string];
    const walkthrough = content.walkthroughs.get(id);
    const step = walkthrough?.steps.get(name || (walkthrough?.start ?? ''));
    if (!step || step.kind === 'end') break;
    steps += 1;
    at = `${step.otherwise.walkthrough}/${step.otherwise.step || content.walkthroughs.get(step.otherwise.walkthrough)?.start}`;
  }
  known.set(key, Math.max(1, steps));
  return Math.max(1, steps);
}
