/** The dialog for an alarm in the middle of something else: it begins at once, or is asked about in one short question. */
import { isGeneric } from '../../core/content.ts';
import { graveIn } from '../grave.ts';
import { ASK_AGAIN, type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { begin } from './triage.ts';

/** Begins the security problem, or asks whether there is one. */
export async function askAlarm(step: DialogStep): Result {
  const s = session(step);
  const { alarm, reading = s.readingOf(s.message.text), report } = step.options;
  if (alarm!.sure) {
    if (s.case && !isGeneric(s.content, s.case.intent)) s.builder.sayPhrase('at-once');
    return begin(step, alarm!.intent, { ...reading, intent: alarm!.intent }, report);
  }
  if (!step.options.briefly) s.learn('step');
  s.builder.sayPhrase('alarm-question');
  if (s.case) s.builder.place(s.intent(s.case.intent)?.title ?? null, s.walk.place(s.case), null);
  s.builder.ask([s.builder.choice('yes', 'choice-alarm-yes'), s.builder.choice('no', 'choice-alarm-no')], ['human']);
  return WAIT;
}

/** Follows the answer: begins the security problem, or goes back to the step, which is not left for such words again. */
export async function followAlarm(step: DialogStep): Result {
  const s = session(step);
  const { interpretation: meant, message } = s;
  const { alarm, reading = null, report = '' } = step.options;
  const isWorse =
    message.kind === 'said' &&
    Object.keys(graveIn(s.content, { intent: alarm!.intent, frames: [], slots: {} }, message.text)).length > 0;
  if (isWorse || (meant.kind === 'choice' && meant.id === 'yes')) {
    // The walkthrough underneath is left too: otherwise it would go on when the new one ends.
    await step.cancelAllDialogs();
    const words = message.kind === 'said' ? `${report}\n\n${message.text}` : report;
    return begin(step, alarm!.intent, reading && { ...reading, intent: alarm!.intent }, words);
  }
  // Words that answer nothing are no "no": it is asked once more.
  if (meant.kind !== 'choice' && !step.options.briefly)
    return step.replaceDialog('alarm', { ...step.options, briefly: true });
  if (s.case) s.case = { ...s.case, calm: true };
  s.builder.sayPhrase('staying');
  return step.endDialog(ASK_AGAIN);
}
