import { type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** "I read: … Is that right?"; with an empty report, the error is asked for in words. */
export async function askImage(step: DialogStep): Result {
  const s = session(step);
  if (step.options.report === '') return goOn(step);
  s.builder.ask([s.builder.choice('yes'), s.builder.choice('no')], ['human']);
  return WAIT;
}

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

/** A picture that told nothing: in the middle of a walkthrough, its question once more. */
function goOn(step: DialogStep): Result {
  const { case: c } = session(step);
  if (c && c.frames.length > 0) return step.replaceDialog('play');
  return step.replaceDialog(c ? 'resume' : 'lost', { report: '' });
}
