/** The words of the content that every message is looked at with. */
import type { Content, SlotDefinition } from '../../core/content.ts';
import type { Question } from '../../core/conversation.ts';
import { ANSWERS } from '../../core/steering.ts';
import { type BareWords, bareWordsOf, byName, type Ordinals, ordinalsOf, type Sayable } from './choices.ts';
import { type ToldWords, toldWords } from './results.ts';
import { type NameWords, nameWordsOf } from './things.ts';

/** The words of some content, ready to be looked up. */
export interface SpokenWords {
  readonly ordinals: Ordinals;
  /** Words beside what people say for choices. */
  readonly bare: BareWords;
  /** Words for the bot's own choices, by the choice's id. */
  readonly own: ReadonlyMap<string, readonly Sayable[]>;
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  /** Words that tell more than an answer. */
  readonly told: ToldWords;
  /** Words around names and numbers. */
  readonly names: NameWords;
  readonly slots: ReadonlyMap<string, SlotDefinition>;
  /** The slots with a closed list of values: any text may hold an address or a code. */
  readonly facts: ReadonlySet<string>;
}

const spokenWords = new WeakMap<Content, SpokenWords>();

/** The words of some content, worked out once for as long as the content is used. */
export function spokenWordsOf(content: Content): SpokenWords {
  const before = spokenWords.get(content);
  if (before) return before;
  const packs = [...content.packs.values()];
  const slots = new Map(packs.flatMap((p) => p.slots.map((slot) => [slot.id, slot] as const)));
  const own = packs.flatMap(({ talk }) => Object.entries(talk.choices).map(([id, says]) => ({ id, says })));
  const fresh: SpokenWords = {
    ordinals: ordinalsOf(content),
    bare: bareWordsOf(content),
    own: Map.groupBy(own, ({ id }) => id),
    yes: new Set(content.intents.get(ANSWERS.yes)?.says),
    no: new Set(content.intents.get(ANSWERS.no)?.says),
    told: toldWords(
      packs.map(({ talk }) => talk),
      {
        since: packs.flatMap(({ talk }) => talk.works.since),
        troubles: packs.flatMap(({ talk }) => talk.works.troubles),
      },
    ),
    names: nameWordsOf(content),
    slots,
    facts: new Set([...slots.values()].flatMap((slot) => (slot.kind === 'choice' ? [slot.id] : []))),
  };
  spokenWords.set(content, fresh);
  return fresh;
}

/** The choice that a text names whole, of a question that others have asked; null where it names none. */
export function namedChoice(content: Content, text: string, question: Question, numbered = false): string | null {
  const named = byName(text, question, numbered, spokenWordsOf(content).ordinals);
  return question.choices.some((c) => c.id === named) ? named : null;
}
