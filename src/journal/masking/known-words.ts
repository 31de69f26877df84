/** Collects the words that people use when they tell of a problem: where little speaks for a password, those are none. */
import type { Content, Step } from '../../core/content.ts';
import { lower } from './word-tree.ts';

/** All words of the content's examples, titles, answers and programs, in small letters. */
export function knownWords(content: Content): ReadonlySet<string> {
  const known = new Set<string>();
  const add = (texts: readonly string[]): void => {
    for (const text of texts)
      for (const word of lower(text).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []) known.add(word);
  };
  // Small talk is about anything: its words are no sign of a problem.
  for (const { kind, title, says, examples } of content.intents.values())
    if (kind !== 'chatter') add([title, ...says, ...examples]);
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
