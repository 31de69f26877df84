import { type Result, type Step, session, WAIT } from './dialog.ts';

/** "I read: … Is that right?"; with an empty report, the error is asked for in words. */
export async function askImage(step: Step): Result {
  const s = session(step);
  if (step.options.report === '') return goOn(step);
  s.mouth.ask([s.mouth.choice('yes'), s.mouth.choice('no')], ['human']);
  return WAIT;
}

export async function followImage(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'choice' && heard.id === 'yes') {
    s.hearInstead(step.options.report ?? '');
    return step.replaceDialog('triage');
  }
  if (heard.kind === 'choice') {
    s.mouth.sayPhrase('image-wrong');
    return goOn(step);
  }
  return step.replaceDialog('triage');
}

/** A picture that told nothing: in the middle of a walkthrough, its question once more. */
function goOn(step: Step): Result {
  const { case: c } = session(step);
  if (c && c.frames.length > 0) return step.replaceDialog('play');
  return step.replaceDialog(c ? 'resume' : 'lost', { report: '' });
}
