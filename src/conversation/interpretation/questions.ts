/** Questions back: tells them from wishes, which only have the form of a question. */
import type { Asks } from '../../core/asked.ts';
import type { Question } from '../../core/conversation.ts';
import type { Reading } from '../../core/reading.ts';
import { ANSWERS, type Control } from '../../core/steering.ts';
import type { ToldWords } from './results.ts';

/** Intents that a question may mean as a wish. */
const WISHES: readonly string[] = [ANSWERS.did, 'who-are-you', 'greeting', 'thanks'];
/** Controls that a question may mean: "how do I go back", "where were we". */
const ASKED_FOR: Readonly<Partial<Record<Control, readonly Asks[]>>> = {
  back: ['how'],
  repeat: ['how', 'other'],
};

/**
 * Whether a question is a wish ("can I talk to somebody?", "what now?"): the control it means is sure, and the content
 * has no answer to it. "How would I know?" says that they don't, where that can be said.
 */
export function isWish(
  { asked, decision, evidence, intent }: Reading,
  text: string,
  control: Control | undefined,
  question: Question | null,
  told: ToldWords,
): boolean {
  if (decision !== 'answer' || asked!.answers.length > 0) return false;
  // "Has anybody got my ticket? Talk to a person": the wish stands beside the question.
  if (control === 'human' && evidence !== null && evidence.length < text.trim().length - 1) return true;
  if (intent === ANSWERS.unknown) return question?.choices.some((c) => c.id === 'unknown') ?? false;
  if (asked!.for === 'wish') return true;
  if (intent === 'who-are-you') return told['about-bot'].isIn(text);
  // "Where were we?" wants the step again; "where is that?" wants to know more of it.
  if (control === 'repeat' && asked!.for === 'how' && told['pointed-at'].endsIn(text)) return false;
  // "Thanks, how long?" asks something that can be told.
  if (intent === 'thanks' && asked!.for !== 'other') return false;
  return control === undefined ? WISHES.includes(intent!) : (ASKED_FOR[control] ?? []).includes(asked!.for);
}
