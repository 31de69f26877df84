/** The first words of a request, read for what would be asked: who, where to reach them, how urgent. */
import type { SlotDefinition, Slots } from '../core/content.ts';
import { saidIn } from './interpretation/choices.ts';
import type { SpokenWords } from './interpretation/spoken-words.ts';
import { thingIn } from './interpretation/things.ts';

/** The slots that the first words of a request tell and that are not known yet. */
export function toldAtFirst(
  slots: readonly SlotDefinition[],
  report: string,
  known: Slots,
  { bare, names }: SpokenWords,
): Slots {
  const told: Record<string, string> = {};
  for (const { id, found, values } of slots) {
    if (known[id] !== undefined) continue;
    const thing = found === null ? null : thingIn(report, found, Object.values(told), names);
    const choices = values.map((value) => ({ id: value.id, title: value.title, says: value.requests }));
    const [value, ...others] = saidIn(report, { choices }, choices, bare);
    if (thing !== null) told[id] = thing;
    else if (value !== undefined && others.length === 0) told[id] = value;
  }
  return told;
}
