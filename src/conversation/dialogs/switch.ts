import { ASK_AGAIN, type Result, type Step, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Another error in the middle of one: switch, or stay? */
export async function askSwitch(step: Step): Result {
  const s = session(step);
  const other = s.intent(step.options.reading?.intent ?? null);
  s.mouth.sayPhrase('switch-question', {
    problem: other?.title ?? '',
    current: s.intent(s.case?.intent ?? null)?.title ?? '',
  });
  if (s.case) s.mouth.place(s.intent(s.case.intent)?.title ?? null, s.walk.place(s.case), null);
  s.mouth.ask([s.mouth.choice('switch'), s.mouth.choice('stay')], ['human', 'stop']);
  return WAIT;
}

export async function followSwitch(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  const reading = step.options.reading!;
  if (heard.kind === 'choice' && heard.id === 'switch') {
    // The walkthrough underneath is left too: otherwise it would go on when the new one ends.
    await step.cancelAllDialogs();
    return begin(step, reading.intent!, reading, step.options.report);
  }
  s.mouth.sayPhrase('staying');
  return step.endDialog(ASK_AGAIN);
}
