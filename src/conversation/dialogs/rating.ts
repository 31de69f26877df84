import type { Case } from '../../core/conversation.ts';
import type { Session } from '../session.ts';
import { type Result, type Step, session, WAIT } from './dialog.ts';

/** How was it? A new error is a new beginning, and "not fixed after all" goes on where we were. */
export async function askRating(step: Step): Result {
  const s = session(step);
  s.mouth.sayPhrase('rate');
  s.mouth.ask([s.mouth.choice('good'), s.mouth.choice('okay'), s.mouth.choice('poor')], ['human']);
  return WAIT;
}

export async function followRating(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  const { again } = step.options;
  const notAfterAll = heard.kind === 'words' && heard.reading.intent === 'it-did-not';
  if (again && (notAfterAll || (heard.kind === 'control' && heard.id === 'back'))) {
    s.case = reopened(s, again, notAfterAll);
    return step.replaceDialog('play');
  }
  if (heard.kind === 'problem') return step.replaceDialog('triage');
  if (heard.kind !== 'choice') {
    s.mouth.sayPhrase('rated');
    return step.endDialog();
  }
  s.ends.push({
    conversation: s.message.conversation,
    caseId: step.options.report ?? '',
    intent: null,
    outcome: 'unknown',
    rating: heard.id,
    at: s.message.at,
  });
  s.mouth.sayPhrase('rated');
  return step.endDialog();
}

/** The case at the step that was said to have fixed it, or past it when it did not after all. */
export function reopened(s: Session, c: Case, notAfterAll: boolean): Case {
  let earlier = s.walk.back(c) ?? c;
  for (let before = s.walk.back(earlier); s.walk.step(earlier).kind !== 'tell' && before; before = s.walk.back(earlier))
    earlier = before;
  const { case: at, next } = s.walk.settle(earlier);
  const not = notAfterAll && next.kind === 'step' ? next.step.choices.find((choice) => choice.id === 'not') : undefined;
  return not ? s.walk.answer(at, not) : earlier;
}
