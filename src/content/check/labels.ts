/** Names a place in a file for an author: `step "restart", choice "yes"`. */
import type { Path } from '../content-fault.ts';

/** Maps whose keys name things, each with the word for such a thing. */
const THINGS: Readonly<Record<string, string>> = {
  steps: 'step',
  choices: 'choice',
  slots: 'slot',
  values: 'value',
  sources: 'source',
  categories: 'category',
  desks: 'desk',
  rows: 'row',
};

/** The place in words; empty for the whole file. Positions in lists are left out: the line number tells them. */
export function label(path: Path): string {
  const parts: string[] = [];
  for (let i = 0; i < path.length; i++) {
    const [key, next] = [path[i]!, path[i + 1]];
    if (typeof key === 'number') continue;
    const thing = THINGS[String(key)];
    if (thing !== undefined && typeof next === 'string') {
      parts.push(`${thing} "${next}"`);
      i += 1;
    } else parts.push(String(key));
  }
  return parts.join(', ');
}

/** A sentence about a place, beginning with the place. */
export function about(path: Path, sentence: string): string {
  const where = label(path);
  return where === '' ? sentence : `${where}: ${sentence}`;
}
