import { type Result, type Step, session, WAIT } from './dialog.ts';

/** How was it? Anything else than a rating is a new beginning. */
export async function askRating(step: Step): Result {
  const s = session(step);
  s.mouth.sayPhrase('rate');
  s.mouth.ask([s.mouth.choice('good'), s.mouth.choice('okay'), s.mouth.choice('poor')], ['human']);
  return WAIT;
}

export async function followRating(step: Step): Result {
  const s = session(step);
  if (s.heard.kind !== 'choice') return step.replaceDialog('triage');
  s.ends.push({
    conversation: s.message.conversation,
    caseId: step.options.report ?? '',
    intent: null,
    outcome: 'unknown',
    rating: s.heard.id,
    at: s.message.at,
  });
  s.mouth.sayPhrase('rated');
  return step.endDialog();
}
