/** The dialog that offers help to a person who did not ask for it. */
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Asks "That looks like …: shall I help?", visible to the person alone where the channel can do that. */
export async function askOffer(step: DialogStep): Result {
  const s = session(step);
  s.builder.sayPhrase('offer', { problem: s.intent(step.options.reading?.intent ?? null)?.title ?? '' });
  s.builder.ask([s.builder.choice('yes'), s.builder.choice('no')], []);
  s.builder.discreetly();
  return WAIT;
}

/** Follows the answer: begins the case, or lets the person be. */
export async function followOffer(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  const { reading, report } = step.options;
  if (interpretation.kind === 'choice' && interpretation.id === 'yes' && reading?.intent)
    return begin(step, reading.intent, reading, report);
  if (interpretation.kind === 'problem') return step.replaceDialog('triage');
  return step.endDialog();
}
