/** Finds a second problem that is told beside the first: "…, also the printer is stuck". */
import { isGeneric } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import { spokenWordsOf } from './interpretation/spoken-words.ts';
import type { Session } from './session.ts';

/** The confidence, 0 to 1, from which on a second problem is one. */
const LIKELY = 0.5;

/** Whether a text that is told beside another problem is one itself. */
export function isLikely({ decision, confidence }: Reading): boolean {
  return decision === 'answer' || (decision === 'ask' && confidence >= LIKELY);
}

/** The second problem of a text, "…, also the printer is stuck", and its words; null where it tells of one alone. */
export function secondProblem(
  s: Session,
  text: string,
  first: string,
): { intent: string; reading: Reading; said: string } | null {
  const [, ...others] = spokenWordsOf(s.content).told.also.parts(text);
  for (const said of others) {
    const reading = s.readingOf(said.trim());
    const intent = s.intent(reading.intent);
    if (isLikely(reading) && intent?.kind === 'problem' && intent.id !== first && !isGeneric(s.content, intent.id))
      return { intent: intent.id, reading, said: said.trim() };
  }
  return null;
}
