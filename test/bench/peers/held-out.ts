/** Sets a part of labelled texts aside. */
import type { Random } from '../../fakes/random.ts';
import type { Row } from './engine.ts';

/** The part of every label's texts that is set aside: one in this many. */
const ASIDE = 5;

/** A fifth of every label's texts, set aside at random, and the rest. */
export function heldOut(rows: readonly Row[], random: Random): { readonly rest: Row[]; readonly held: Row[] } {
  const [rest, held]: [Row[], Row[]] = [[], []];
  for (const group of Map.groupBy(rows, (row) => row.label).values()) {
    const shuffled = random.shuffled(group);
    const aside = Math.round(shuffled.length / ASIDE);
    held.push(...shuffled.slice(0, aside));
    rest.push(...shuffled.slice(aside));
  }
  return { rest, held };
}
