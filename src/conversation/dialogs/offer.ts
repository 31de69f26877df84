import { type Result, type Step, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** "That looks like …: shall I help?", to somebody who did not ask. */
export async function askOffer(step: Step): Result {
  const s = session(step);
  s.mouth.sayPhrase('offer', { problem: s.intent(step.options.reading?.intent ?? null)?.title ?? '' });
  s.mouth.ask([s.mouth.choice('yes'), s.mouth.choice('no')], []);
  s.mouth.discreetly();
  return WAIT;
}

export async function followOffer(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  const { reading, report } = step.options;
  if (heard.kind === 'choice' && heard.id === 'yes' && reading?.intent)
    return begin(step, reading.intent, reading, report);
  if (heard.kind === 'problem') return step.replaceDialog('triage');
  return step.endDialog();
}
