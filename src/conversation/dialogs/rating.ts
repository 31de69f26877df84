/** The dialog after a case ended fixed: rating it, or going on with it. */
import type { Case } from '../../core/conversation.ts';
import { isNotFixed } from '../interpretation/interpretation.ts';
import { spokenWordsOf } from '../interpretation/spoken-words.ts';
import type { Session } from '../session.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** Asks how it was. A new error begins a new case, and "not fixed after all" goes on with the old one. */
export async function askRating(step: DialogStep): Result {
  const s = session(step);
  // The second problem that was told comes before the question how the first one went.
  if (step.options.again?.later !== undefined) return step.replaceDialog('later', step.options);
  s.builder.sayPhrase('rate');
  s.builder.ask([s.builder.choice('good'), s.builder.choice('okay'), s.builder.choice('poor')], ['human']);
  return WAIT;
}

/** Follows the answer: keeps the rating, or goes on with the case. */
export async function followRating(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  const { again } = step.options;
  const notAfterAll = isNotFixed(interpretation) || tellsOfTrouble(s);
  if (again && (notAfterAll || (interpretation.kind === 'control' && interpretation.id === 'back'))) {
    s.case = reopened(s, again, notAfterAll);
    return step.replaceDialog('play');
  }
  if (interpretation.kind === 'problem') return step.replaceDialog('triage');
  const rating = interpretation.kind === 'choice' ? interpretation.id : ratingIn(s);
  if (rating === null) {
    s.builder.sayPhrase('rated');
    return step.endDialog();
  }
  s.effects.ends.push({
    conversation: s.message.conversation,
    caseId: step.options.report ?? '',
    intent: null,
    outcome: 'unknown',
    rating,
    at: s.message.at,
  });
  s.builder.sayPhrase('rated');
  return step.endDialog();
}

/** Whether words that rate nothing say that it fails after all: "it flickers for a second, and then it's black". */
function tellsOfTrouble(s: Session): boolean {
  const { content, message, interpretation: meant } = s;
  // "Wait, it crashed again" resembles the wish to hear something again.
  const isOpen =
    ['words', 'partly', 'problem'].includes(meant.kind) || (meant.kind === 'control' && meant.id === 'repeat');
  if (message.kind !== 'said' || !isOpen) return false;
  const { told } = spokenWordsOf(content);
  const { decision } = s.reading;
  return (
    decision !== 'answer' &&
    !told.well.isIn(message.text) &&
    // Thanks are a rating, whatever was lost meanwhile.
    !told.thanks.isIn(message.text) &&
    (told.amiss.isIn(message.text) || told.persists.isIn(message.text))
  );
}

/** The mood (-1 furious, 1 delighted) from which on free words are a rating. */
const TELLING = 0.15;

/** The rating that free words are, by their mood; null where they tell none. */
function ratingIn(s: Session): string | null {
  if (s.message.kind !== 'said') return null;
  const { mood } = s.reading;
  return mood >= TELLING ? 'good' : mood <= -TELLING ? 'poor' : null;
}

/** The case at the step that seemed to fix it, or past that step when it did not after all. */
export function reopened(s: Session, c: Case, notAfterAll: boolean): Case {
  let earlier = s.walk.back(c) ?? c;
  for (let before = s.walk.back(earlier); s.walk.step(earlier).kind !== 'tell' && before; before = s.walk.back(earlier))
    earlier = before;
  const { case: at, next } = s.walk.advance(earlier);
  const not = notAfterAll && next.kind === 'step' ? next.step.choices.find((choice) => choice.id === 'not') : undefined;
  return not ? s.walk.answer(at, not) : earlier;
}
