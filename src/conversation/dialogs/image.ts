import { type Result, type Step, session, WAIT } from './dialog.ts';

/** "I read: … Is that right?"; with an empty report, the error is asked for in words. */
export async function askImage(step: Step): Result {
  const s = session(step);
  if (step.options.report === '') return step.replaceDialog(s.case ? 'resume' : 'lost', { report: '' });
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
    return step.replaceDialog(s.case ? 'resume' : 'lost', { report: '' });
  }
  return step.replaceDialog('triage');
}
