import type { Rich } from './text.ts';

/** Who is being helped: somebody with a problem of their own, or whoever runs the service for them. */
export type Audience = 'person' | 'admin';

/** What was known, by slot id: `{ client: 'lync-2010' }`. Values are ids of the pack's slot values, or foreign text. */
export type Slots = Readonly<Record<string, string>>;

/** Slot values a step or a variant is for: every slot named must hold one of its values. */
export type Condition = Readonly<Record<string, readonly string[]>>;

/** The days something holds, the first and the last included (UTC, `2026-12-31`); null: since ever, for ever. */
export interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

/** One thing that can be known about a case, how to ask for it and how people say it. */
export interface SlotDefinition {
  readonly id: string;
  readonly title: string;
  readonly question: Rich | null;
  /** `choice` has a closed list of values; the others are read out of the text. */
  readonly kind: 'choice' | 'domain' | 'address' | 'code' | 'text';
  readonly values: readonly SlotValue[];
  /** Whether people say what it is not ("we don't use Office 365"): such a mention is not taken for one. */
  readonly deniable: boolean;
  /** What stands in a sentence while the slot is unknown: "your sign-in domain". */
  readonly unknown: string;
}

/** One of the answers a slot can have; `implies` is what else is known once it is. */
export interface SlotValue {
  readonly id: string;
  readonly title: string;
  readonly says: readonly string[];
  readonly implies: Slots;
}

/** Text that only people with these slot values may ever see, such as a cloud server's name. */
export interface Guard {
  readonly text: string;
  readonly needs: Condition;
  readonly because: string;
}

/** Words for what is not ours, one each; those that stand in a pack's names (`about`) don't count. */
export interface Others {
  /** A text that names one of these and no pack is asked about rather than answered. */
  readonly programs: readonly string[];
  /** Things a pack's product is said to work beside, or to fail with: a clause with one of them tells of something else. */
  readonly beside: readonly string[];
}

/** The words of a pack's product. A sentence with a name, and in one clause a doing and a failure, is about the pack. */
export interface About {
  /** What people call it. All of them are read as the first one. */
  readonly names: readonly string[];
  /** Words that nothing else has (a command, a service, a header); `*` stands for any further letters and digits. */
  readonly parts: readonly string[];
  /** What is done with it: "sign in", "print". */
  readonly does: readonly string[];
  /** What says that this fails, besides the words of the common pack. */
  readonly fails: readonly string[];
}

/** The content for one product; `common` holds what all of them share. */
export interface Pack {
  readonly id: string;
  readonly title: string;
  /** The intent of "it doesn't work" with nothing more said; null where the pack has none. */
  readonly generic: string | null;
  /** Confidence from which the bot names the problem (`answer`), or offers it (`ask`); below it says it doesn't know. */
  readonly thresholds: { readonly answer: number; readonly ask: number };
  readonly about: About;
  /** Other programs and things people ask a helpdesk about. Those of all packs count for all of them. */
  readonly others: Others;
  /** Hosts of its maker: never taken for the domain of whoever writes. */
  readonly hosts: readonly string[];
  /** Where the cause of a problem can lie, by id (an intent's `type`), in words. */
  readonly categories: Readonly<Record<string, string>>;
  /** Its own slots, and those of the common pack. */
  readonly slots: readonly SlotDefinition[];
  readonly guards: readonly Guard[];
  /** Where facts come from, by id; a `resource` must be an answer somewhere. */
  readonly sources: Readonly<Record<string, { readonly title: string; readonly resource: 'person' | 'admin' | null }>>;
  /** The day somebody should look at its facts again. */
  readonly review: string | null;
  /** Sentences it says in its own words, in place of the common ones. */
  readonly phrases: Phrases;
}

export interface Lookalike {
  readonly intent: string;
  /** How to tell the two apart, for agents and authors; the walkthrough asks it. */
  readonly tell: string;
}

/** What a message can be about. `control` steers the conversation; `none` collects what is not ours. */
export interface Intent extends Period {
  readonly id: string;
  readonly pack: string;
  readonly kind: 'problem' | 'control' | 'none';
  readonly title: string;
  /** A category of its pack, or of the common one. */
  readonly type: string | null;
  /** Signatures: the exact texts a client shows, with `{placeholders}`. */
  readonly says: readonly string[];
  /** How people put it. */
  readonly examples: readonly string[];
  readonly cause: Rich;
  readonly resolution: { readonly person: Rich; readonly admin: readonly Rich[] };
  readonly lookalikes: readonly Lookalike[];
  readonly walkthrough: { readonly person: string | null; readonly admin: string | null };
  readonly review: string | null;
  readonly source: readonly string[];
}

/** Where an answer leads: a step of the same walkthrough, or of another one. */
export interface Target {
  readonly walkthrough: string;
  readonly step: string;
}

export interface StepChoice {
  readonly id: string;
  readonly title: string;
  readonly go: Target;
  /** Slots this answer settles besides the step's own. */
  readonly set: Slots;
  /** The intent the case turns out to be, once this is answered (one message, several causes). */
  readonly means: string | null;
}

interface StepBase extends Period {
  readonly id: string;
  /** Who may do it. Steps for admins are not shown to people: they become the hand-over's work order. */
  readonly who: Audience | null;
  readonly for: Condition;
  /** Where the conversation goes when the step does not apply, is skipped, can't be done, or was tried already. */
  readonly otherwise: Target;
}

/** Asks something; the answer picks the way and may fill a slot. */
export interface AskStep extends StepBase {
  readonly kind: 'ask';
  readonly text: Rich;
  readonly slot: string | null;
  readonly choices: readonly StepChoice[];
  /** For slots people type (an address, a domain): where any answer leads. */
  readonly typed: Target | null;
}

/** Tells one thing to do, then asks whether it helped. */
export interface TellStep extends StepBase {
  readonly kind: 'tell';
  /** The first variant whose condition holds today is told; the last one always holds. */
  readonly variants: readonly ({ readonly when: Condition; readonly text: Rich } & Period)[];
  readonly expect: Rich;
  readonly cost: Rich;
  /** Set where something can go wrong: the bot asks before it tells, and offers a person instead. */
  readonly risk: Rich;
  readonly choices: readonly StepChoice[];
}

/** How a case ends; `return` goes back to the walkthrough that visited this one. */
export interface EndStep extends StepBase {
  readonly kind: 'end';
  readonly end: 'fixed' | 'fixed-for-now' | 'handed-over' | 'return';
  readonly text: Rich;
}

/** Plays another walkthrough and comes back; `otherwise` where that walkthrough's pack is switched off. */
export interface VisitStep extends StepBase {
  readonly kind: 'visit';
  readonly visit: Target;
  readonly after: Target;
}

export type Step = AskStep | TellStep | EndStep | VisitStep;

export interface Walkthrough {
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  readonly audience: Audience;
  readonly start: string;
  readonly steps: ReadonlyMap<string, Step>;
  /** Changes whenever the file does: how a saved conversation notices that its walkthrough was edited. */
  readonly hash: string;
  readonly review: string | null;
  readonly source: readonly string[];
}

/** The bot's own sentences, by key, as templates (`dialogs/common/phrases.yaml`). */
export type Phrases = Readonly<Record<string, Rich>>;

/** Everything Firstline knows, read and checked. */
export interface Content {
  readonly packs: ReadonlyMap<string, Pack>;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly walkthroughs: ReadonlyMap<string, Walkthrough>;
  readonly phrases: Phrases;
  /** Walkthroughs and intents of packs that are switched off, each with its pack: to be named, never to be played. */
  readonly off: { readonly walkthroughs: ReadonlyMap<string, string>; readonly intents: ReadonlyMap<string, string> };
  /** Over everything the understanding is trained on: the key of its cached model. */
  readonly hash: string;
}

/** The pack whose intents, slots and sentences all others share. */
export const COMMON = 'common';

/** The intent whose class holds everything that is not ours, whichever pack collects it; empty where no pack does. */
export function noneOf(content: Pick<Content, 'intents'>): string {
  const nones = [...content.intents.values()].filter((intent) => intent.kind === 'none');
  return (nones.find((intent) => intent.pack === COMMON) ?? nones[0])?.id ?? '';
}

/** The category of an intent in words, as its pack or the common one calls it; null where it has none. */
export function categoryOf(
  { packs, intents }: Pick<Content, 'packs' | 'intents'>,
  intent: string | null,
): string | null {
  const { pack, type } = (intent !== null && intents.get(intent)) || { pack: '', type: null };
  if (type === null) return null;
  return packs.get(pack)?.categories[type] ?? packs.get(COMMON)?.categories[type] ?? null;
}

/** Whether something holds on the day of `at` (ISO 8601). */
export function inForce({ from, until }: Period, at: string): boolean {
  const today = at.slice(0, 10);
  return (from === null || from <= today) && (until === null || today <= until);
}

/** Whether an intent is some pack's "it doesn't work", with nothing more said. */
export function isGeneric({ packs }: Pick<Content, 'packs'>, intent: string | null): boolean {
  return intent !== null && [...packs.values()].some((pack) => pack.generic === intent);
}
