/** The dialog about another error in the middle of a walkthrough. */
import { ASK_AGAIN, type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Asks whether to switch to the other problem or stay. */
export async function askSwitch(step: DialogStep): Result {
  const s = session(step);
  const other = s.intent(step.options.reading?.intent ?? null);
  s.builder.sayPhrase('switch-question', {
    problem: other?.title ?? '',
    current: s.intent(s.case?.intent ?? null)?.title ?? '',
  });
  if (s.case) s.builder.place(s.intent(s.case.intent)?.title ?? null, s.walk.place(s.case), null);
  s.builder.ask([s.builder.choice('switch'), s.builder.choice('stay')], ['human', 'stop']);
  return WAIT;
}

/** Follows the answer: begins the other problem, or stays with this one. */
export async function followSwitch(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  const reading = step.options.reading!;
  if (interpretation.kind === 'choice' && interpretation.id === 'switch') {
    // The walkthrough underneath is left too: otherwise it would go on when the new one ends.
    await step.cancelAllDialogs();
    s.learn('corrected', step.options.report, reading, step.options.said);
    return begin(step, reading.intent!, reading, step.options.report);
  }
  // The other problem is not forgotten.
  const { later = reading.intent ?? undefined } = s.case ?? {};
  if (s.case && later !== undefined) s.case = { ...s.case, later };
  s.builder.sayPhrase('staying');
  return step.endDialog(ASK_AGAIN);
}
