/** The dialog after reading pictures. */
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** Asks "I read: … Is that right?"; with an empty report, the error is asked for in words. */
export async function askImage(step: DialogStep): Result {
  const s = session(step);
  if (step.options.report === '') return goOn(step);
  s.builder.ask([s.builder.choice('yes'), s.builder.choice('no')], ['human']);
  return WAIT;
}

/** Follows the answer: a "yes" takes the picture's text as the person's own words. */
export async function followImage(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind === 'choice' && interpretation.id === 'yes') {
    s.hearInstead(step.options.report ?? '');
    return step.replaceDialog('triage');
  }
  if (interpretation.kind === 'choice') {
    s.builder.sayPhrase('image-wrong');
    return goOn(step);
  }
  return step.replaceDialog('triage');
}

/** Goes on without the picture: the walkthrough repeats its question, otherwise the person is asked for words. */
function goOn(step: DialogStep): Result {
  const { case: c } = session(step);
  if (c && c.frames.length > 0) return step.replaceDialog('play');
  return step.replaceDialog(c ? 'resume' : 'lost', { report: '' });
}
