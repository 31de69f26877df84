/** Checks reach: every walkthrough is used, every step can be reached, and every step leads to an end. */
import { list } from '../meant.ts';
import type { Ground } from './ground.ts';
import { spread, startOf, type Ways, waysOf } from './map.ts';

/** Reports what is not reached, and answers the steps it reported as leading to no end. */
export function checkReach(ground: Ground): ReadonlySet<string> {
  const ways = waysOf(ground);
  const { walkthroughs } = ground.content;
  let reached = spread(ways.starts, ways.next);
  for (const walkthrough of walkthroughs.values()) {
    if (
      reached.has(startOf(walkthrough)) ||
      [...walkthrough.steps.keys()].some((id) => reached.has(`${walkthrough.id}/${id}`))
    )
      continue;
    // Another walkthrough that is not reached either may visit this one: then only the first of them, or both, are
    // reported.
    ground
      .fileOf(walkthrough)
      .fault(
        ['title'],
        'nobody comes to this walkthrough: no intent and no step leads to it',
        'name it in an intent (walkthrough), visit it from a step, or delete the file',
      );
    reached = spread([...reached, startOf(walkthrough)], ways.next);
  }
  for (const walkthrough of walkthroughs.values())
    for (const step of walkthrough.steps.keys()) {
      const name = `${walkthrough.id}/${step}`;
      if (reached.has(name) || ground.isNamedElsewhere(name)) continue;
      const meant = 'lead to it from a step, or take it out';
      ground.fileOf(walkthrough).fault(['steps', step], `step "${step}": no answer leads here`, meant);
    }
  const circles = closed(ways);
  for (const circle of circles) tellCircle(ground, circle);
  return new Set(circles.flat());
}

/** Groups of steps that lead only to each other, and to no end. */
function closed({ next, before, ends }: Ways): string[][] {
  const leads = spread(ends, before);
  const lost = [...next.keys()].filter((step) => !leads.has(step));
  const after = new Map(lost.map((step) => [step, spread(next.get(step) ?? [], next)]));
  const groups = new Map<string, string[]>();
  for (const step of lost) {
    const reach = [...after.get(step)!];
    // Steps that lead into a circle without being part of it are in order once the circle is.
    const isClosed = reach.every((there) => there === step || after.get(there)?.has(step));
    if (!isClosed) continue;
    const group = lost.filter((other) => other === step || reach.includes(other));
    groups.set(group.join(), group);
  }
  return [...groups.values()];
}

function tellCircle({ content, fileOf }: Ground, circle: readonly string[]): void {
  const [walkthrough, step] = circle[0]!.split('/') as [string, string];
  const file = fileOf(content.walkthroughs.get(walkthrough)!);
  const others = circle
    .slice(1)
    .map((id) => `"${id.startsWith(`${walkthrough}/`) ? id.slice(walkthrough.length + 1) : id}"`);
  const where = others.length === 0 ? 'back to itself' : `round in a circle with ${list(others)}`;
  file.fault(
    ['steps', step],
    `step "${step}": a dead end, every answer leads ${where}`,
    'let one of them lead to a step with "end"',
  );
}
