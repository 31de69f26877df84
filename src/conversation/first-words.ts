/** The first words of a request, read for what would be asked: who, where to reach them, how urgent. */
import type { SlotDefinition, Slots } from '../core/content.ts';
import { type BareWords, saidIn } from './interpretation/choices.ts';
import { thingIn } from './interpretation/things.ts';

/** The slots that the first words of a request tell and that are not known yet. */
export function toldAtFirst(slots: readonly SlotDefinition[], report: string, known: Slots, words: BareWords): Slots {
  const told: Record<string, string> = {};
  for (const { id, found, values } of slots) {
    if (known[id] !== undefined) continue;
    const thing = found === null ? null : thingIn(report, found, Object.values(told));
    const choices = values.map((value) => ({ id: value.id, title: value.title, says: value.requests }));
    const [value, ...others] = saidIn(report, { choices }, choices, words);
    if (thing !== null) told[id] = thing;
    else if (value !== undefined && others.length === 0) told[id] = value;
  }
  return told;
}
