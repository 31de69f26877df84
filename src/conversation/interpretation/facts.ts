/** The facts of a message that were not asked for. */
import type { Slots } from '../../core/content.ts';
import type { Reading } from '../../core/reading.ts';
import { ANSWERS, NO, YES } from '../../core/steering.ts';
import { assent } from './assent.ts';
import { saidIn, telling } from './choices.ts';
import type { Interpretation, Light } from './interpretation.ts';
import type { SpokenWords } from './spoken-words.ts';
import { WordList } from './word-list.ts';

/**
 * The facts of a text that are not known yet, or known otherwise; null if there are none. What takes an answer back may
 * use the words of answers: "actually it's the online one".
 */
export function factsIn(
  { slots: found, corrects }: Reading,
  text: string,
  { known: before, question, walking, matters }: Light,
  spoken: SpokenWords,
): Slots | null {
  // The facts beside somebody else's things are not the person's own.
  if (!walking || spoken.told.theirs.isIn(text)) return null;
  const slots = corrects
    ? { ...answeredOtherwise(text, before, spoken), ...found }
    : { ...namedIn(text, matters, spoken), ...found };
  const fresh = Object.entries(slots).filter(
    ([id, value]) =>
      before[id] !== value && id !== question?.slot && spoken.facts.has(id) && !isNotAtHand(text, id, value, spoken),
  );
  return fresh.length === 0 ? null : Object.fromEntries(fresh);
}

/** Whether the thing that tells a fact is one that the person does not have there: "I don't have my phone with me". */
function isNotAtHand(text: string, id: string, value: string, { slots, told }: SpokenWords): boolean {
  if (!told['not-at-hand'].isIn(text)) return false;
  const says = slots.get(id)?.values.find((v) => v.id === value)?.says ?? [];
  return told['not-at-hand'].isBefore(new WordList(says), text, 0);
}

/** The most words of a text that is a fact and nothing else. */
const A_FACT = 3;

/**
 * The fact that a text is, where it is the title or an answer of a value and nothing else: "home", "at work". Only of slots
 * that matter in the open walkthroughs, and not where the words fit several of them.
 */
function namedIn(
  text: string,
  matters: ReadonlySet<string>,
  { slots, facts, yes, no, told }: SpokenWords,
): Record<string, string> {
  // A mere yes or no, and a mere "same", is about what is asked, and names nothing.
  const isSame = told.same.behind(text) === '' || told['likewise-not'].behind(text) === '';
  if (isSame || text.split(/\s+/).length > A_FACT || yes.has(wordsIn(text)) || no.has(wordsIn(text))) return {};
  const found = [...matters].flatMap((id) => {
    if (!facts.has(id)) return [];
    const values = slots
      .get(id)!
      .values.filter(({ title, answers }) => [title, ...answers].some((said) => areSame(said, text)));
    return values.length === 1 ? [[id, values[0]!.id] as const] : [];
  });
  return found.length === 1 ? Object.fromEntries(found) : {};
}

/** Whether two texts are the same words. */
function areSame(a: string, b: string): boolean {
  return wordsIn(a) === wordsIn(b);
}

/** The words of a text in small letters, and nothing between them. */
function wordsIn(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Whether a text has the words for some facts, and hardly a word more: "it's Windows", "I'm at home". */
export function isBareFact(text: string, facts: Slots, { slots, told, bare }: SpokenWords): boolean {
  const says = Object.entries(facts).flatMap(([id, value]) => {
    const {
      title,
      says: said,
      answers,
    } = slots.get(id)?.values.find((v) => v.id === value) ?? { title: '', says: [], answers: [] };
    return [title, ...said, ...answers];
  });
  const rest = new WordList(says.filter((phrase) => phrase !== '')).without(told['lead-ins'].afterAll(text));
  const beside = told.determiners.without(told.naming.without(told['lead-ins'].afterAll(rest)));
  return telling(beside, bare).size === 0 && !told.denials.isIn(beside) && !text.includes('?');
}

/** The answers that a text gives anew to what was answered before. */
function answeredOtherwise(text: string, before: Slots, { slots, bare }: SpokenWords): Record<string, string> {
  return Object.fromEntries(
    Object.keys(before).flatMap((id) => {
      const choices = (slots.get(id)?.values ?? []).map((v) => ({ id: v.id, title: v.title, says: v.answers }));
      const said = saidIn(text, { choices }, choices, bare);
      return said.length === 1 ? [[id, said[0]!]] : [];
    }),
  );
}

/** The meanings of a text that takes a yes or a no back. */
const TAKEN_BACK: Readonly<Record<string, readonly string[]>> = {
  [ANSWERS.yes]: YES,
  [ANSWERS.no]: NO,
  [ANSWERS.failed]: NO,
};

/** Another answer to the question before, which a text that takes something back gives; null where it gives none. */
export function amendedIn(
  reading: Reading,
  text: string,
  { last }: Light,
  { bare }: SpokenWords,
): Interpretation | null {
  if (last === null) return null;
  const [said, ...others] = saidIn(text, last, last.choices, bare);
  if (said !== undefined && others.length === 0 && said !== last.answer) return { kind: 'amended', id: said, reading };
  const meant = assent(
    { asked: 0, slot: null, choices: last.choices, controls: [] },
    TAKEN_BACK[reading.intent ?? ''] ?? [],
  );
  return meant?.kind === 'choice' && meant.id !== last.answer ? { kind: 'amended', id: meant.id, reading } : null;
}
