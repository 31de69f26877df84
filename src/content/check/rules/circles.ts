/** Checks for circles: no conversation may go round for ever without a question. */
import type { Audience, Walkthrough } from '../../../core/content.ts';
import { list } from '../meant.ts';
import type { Ground } from './ground.ts';
import { Hops } from './hops.ts';

/** Reports circles of steps without a question. `lost` are the steps already reported as leading to no end. */
export function checkCircles(ground: Ground, lost: ReadonlySet<string>): void {
  const told = new Set<string>();
  for (const walkthrough of ground.content.walkthroughs.values()) {
    // An admin sees more steps than a person, so a walkthrough for people is followed as both.
    const audiences: readonly Audience[] = walkthrough.audience === 'admin' ? ['admin'] : ['person', 'admin'];
    for (const audience of audiences)
      for (const step of walkthrough.steps.keys()) {
        const circle = new Hops(ground, audience).circleFrom({ walkthrough: walkthrough.id, step });
        if (circle === null || circle.some((id) => lost.has(id))) continue;
        const key = [...circle].sort().join();
        if (told.has(key)) continue;
        told.add(key);
        tell(ground, walkthrough, step, circle);
      }
  }
}

function tell({ fileOf }: Ground, walkthrough: Walkthrough, step: string, circle: readonly string[]): void {
  const short = (id: string): string =>
    `"${id.startsWith(`${walkthrough.id}/`) ? id.slice(walkthrough.id.length + 1) : id}"`;
  const way = circle.length === 1 ? 'back to itself' : `round in a circle with ${list(circle.slice(1).map(short))}`;
  fileOf(walkthrough).fault(
    ['steps', step],
    `step "${step}": for some people it goes ${way}, and nothing is asked on the way`,
    'let one of the steps lead somewhere else when it is skipped, visited, or known already',
  );
}
