import { type Result, type Step, session, WAIT } from './dialog.ts';

/** After a week, or on another page: "last time we were at …; go on?" */
export async function askResume(step: Step): Result {
  const s = session(step);
  const c = s.case!;
  s.mouth.sayPhrase('resume-question', {
    current: s.intent(c.intent)?.title ?? s.walk.walkthrough(c.frames.at(-1)!.walkthrough).title,
  });
  s.mouth.place(s.intent(c.intent)?.title ?? null, s.walk.place(c), null);
  s.mouth.ask([s.mouth.choice('resume'), s.mouth.choice('restart')], ['human', 'stop']);
  return WAIT;
}

export async function followResume(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  if (heard.kind === 'choice' && heard.id === 'restart') {
    s.abandon();
    s.mouth.sayPhrase('help');
    return step.replaceDialog('lost', { report: '' });
  }
  if (heard.kind === 'choice') return step.replaceDialog('play');
  if (heard.kind === 'problem') return step.replaceDialog('triage');
  s.mouth.sayPhrase('not-understood');
  return step.replaceDialog('resume');
}
