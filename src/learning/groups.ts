/** Groups texts by likeness, the largest group first. */
import type { AlikeGroup, IndexTexts } from '../core/alike.ts';

/** The likeness from which on two texts are of one group: less is chance among short texts. */
const NEAR = 0.35;
/** The number of neighbours of one text that are looked at: a larger group is found by its leads one after the other. */
const MOST_NEAR = 400;

/**
 * Groups texts. The text with the most neighbours leads a group and takes them along, then the next one that is left: so that
 * no chain of small likenesses joins texts that have nothing in common.
 */
export function groupedTexts(texts: readonly string[], index: IndexTexts): readonly AlikeGroup[] {
  // The same words count as one text that was written often.
  const same = Map.groupBy(texts.keys(), (at) => texts[at]!.trim().toLowerCase().replace(/\s+/g, ' '));
  const kinds = [...same.values()];
  const alike = index(kinds.map(([first]) => texts[first!]!));
  const near = kinds.map((_, at) => alike.nearest(at, MOST_NEAR).filter(({ likeness }) => likeness >= NEAR));
  const written = (at: number): number => kinds[at]!.length;
  const weight = near.map((some, at) => written(at) + some.reduce((sum, one) => sum + written(one.at), 0));
  const order = [...kinds.keys()].sort((a, b) => weight[b]! - weight[a]! || a - b);
  const taken = new Set<number>();
  const groups: AlikeGroup[] = [];
  for (const lead of order) {
    if (taken.has(lead)) continue;
    taken.add(lead);
    const others = near[lead]!.map(({ at }) => at).filter((at) => !taken.has(at));
    for (const at of others) taken.add(at);
    groups.push({ lead: kinds[lead]![0]!, members: [lead, ...others].flatMap((at) => kinds[at]!) });
  }
  return groups.sort((a, b) => b.members.length - a.members.length || a.lead - b.lead);
}
