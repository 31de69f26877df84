/** Collects the words that people use when they tell of a problem: where little speaks for a password, those are none. */
import type { Content, Step } from '../../core/content.ts';
import { lower } from './word-tree.ts';

/** The number of examples that make a word a usual one: what stands in one alone may be anything. */
const USUAL_FROM = 2;

/** The usual words of the content's examples, and all of its titles, answers and programs, in small letters. */
export function knownWords(content: Content): ReadonlySet<string> {
  const known = new Set<string>();
  const wordsOf = (text: string): readonly string[] => lower(text).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const add = (texts: readonly string[]): void => {
    for (const text of texts) for (const word of wordsOf(text)) known.add(word);
  };
  const seen = new Map<string, number>();
  // Small talk and other people's matters are about anything: their words are no sign of a problem.
  for (const { kind, title, says, examples } of content.intents.values())
    if (kind !== 'chatter' && kind !== 'none') {
      add([title, ...says]);
      for (const text of examples) for (const word of new Set(wordsOf(text))) seen.set(word, (seen.get(word) ?? 0) + 1);
    }
  for (const [word, examples] of seen) if (examples >= USUAL_FROM) known.add(word);
  for (const { title, about, others, talk, slots } of content.packs.values()) {
    add([title, ...about.names, ...about.parts, ...about.does, ...about.fails, ...others.programs, ...others.beside]);
    add([...talk.corrects, ...talk.several, ...talk.doubts, ...talk.over, ...Object.values(talk.choices).flat()]);
    for (const { values } of slots)
      add(values.flatMap((value) => [value.id, value.title, ...value.says, ...value.answers]));
  }
  for (const { steps } of content.walkthroughs.values()) for (const step of steps.values()) add(choicesOf(step));
  return known;
}

function choicesOf(step: Step): readonly string[] {
  return step.kind === 'ask' || step.kind === 'tell'
    ? step.choices.flatMap(({ id, title, says }) => [id, title, ...says])
    : [];
}
