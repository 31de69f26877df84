/** Grave facts: what makes a case worse, found in whatever people write, asked or not. */
import type { Content, SlotDefinition, Slots } from '../core/content.ts';
import type { Case } from '../core/conversation.ts';
import { type BareWords, nearlySaidIn, saidIn } from './interpretation/choices.ts';
import { isOurMail } from './interpretation/results.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';

/** Marks that part what is said into clauses, as some words do: a denial counts in its own clause alone. */
const MARKS = /[,.;:!?\n]+\s*/u;

/** The clauses of a text, without words of dismay: "oh no, I clicked on it" denies nothing. */
export function clausesOf(content: Content, text: string): string[] {
  const { dismay, joins, reasons } = spokenWordsOf(content).told;
  return dismay
    .without(text)
    .split(MARKS)
    .flatMap((part) => joins.parts(part))
    .flatMap((part) => reasons.parts(part))
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** A case, as far as it says which facts make it worse. */
type CaseSoFar = Pick<Case, 'intent' | 'frames' | 'slots'>;

/** The grave facts that a text tells in a case, and that are not known yet. */
export function graveIn(content: Content, c: CaseSoFar, text: string): Slots {
  return weighed(content, c, text).found;
}

/** The grave facts of a text, and what is left of it without the clauses that tell them. */
export function weighed(content: Content, c: CaseSoFar, text: string): { found: Slots; rest: string } {
  const slots = text === '' ? [] : gravesOf(content, c);
  const found: Record<string, string> = {};
  const { told: words, bare } = spokenWordsOf(content);
  const { unreal, 'asks-whether': asksWhether } = words;
  const isOurs = isOurMail(text, words);
  const rest = clausesOf(content, text).filter((clause) => {
    const isTold = !unreal.isIn(clause) && asksWhether.behind(clause) === null && !(isOurs && isOurMail(clause, words));
    const told = !isTold ? [] : slots.flatMap((slot) => toldIn(clause, slot, bare));
    for (const [slot, value] of told) found[slot] = value;
    return told.length === 0;
  });
  const fresh = Object.entries(found).filter(([slot, value]) => c.slots[slot] !== value);
  return { found: Object.fromEntries(fresh), rest: rest.join(', ') };
}

/** The value of a slot that a clause tells. */
function toldIn(clause: string, { id, values }: SlotDefinition, words: BareWords): [string, string][] {
  const choices = values.map((value) => ({ id: value.id, title: value.title, says: value.answers }));
  const told = [...saidIn(clause, { choices }, choices, words), ...nearlySaidIn(clause, { choices }, choices, words)];
  return new Set(told).size === 1 ? [[id, told[0]!]] : [];
}

/** The slots that make a case worse: those of its problem, and of the problems whose walkthroughs it goes through. */
export function gravesOf(
  content: Content,
  { intent, frames }: Pick<CaseSoFar, 'intent' | 'frames'>,
): readonly SlotDefinition[] {
  const { slots, walkthroughs } = gravityOf(content);
  const walked = new Set(frames.map(({ walkthrough }) => walkthrough));
  const worse = (id: string): boolean => id === intent || walked.has(walkthroughs.get(id) ?? '');
  const grave = slots.filter((slot) => slot.grave.some(worse));
  return grave.filter(({ id }, at) => grave.findIndex((slot) => slot.id === id) === at);
}

/** The slots that make any problem worse, and the walkthroughs of those problems for people. */
interface Gravity {
  readonly slots: readonly SlotDefinition[];
  readonly walkthroughs: ReadonlyMap<string, string>;
}

const gravities = new WeakMap<Content, Gravity>();

/** Found out once for each content. */
function gravityOf(content: Content): Gravity {
  const known = gravities.get(content);
  if (known) return known;
  const slots = [...content.packs.values()].flatMap((pack) => pack.slots.filter(({ grave }) => grave.length > 0));
  const ids = new Set(slots.flatMap(({ grave }) => grave));
  const walkthroughs = new Map(
    [...ids].flatMap((id) => {
      const person = content.intents.get(id)?.walkthrough.person;
      return person ? [[id, person] as const] : [];
    }),
  );
  gravities.set(content, { slots, walkthroughs });
  return { slots, walkthroughs };
}

/** The slots of the list that are known and say something grave. */
export function knownGraves(slots: readonly SlotDefinition[], known: Slots): readonly SlotDefinition[] {
  return slots.filter(({ id, grave, values }) => grave.length > 0 && values.some((value) => value.id === known[id]));
}
