import { type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** After a week, or on another page: "last time we were at …; go on?" */
export async function askResume(step: DialogStep): Result {
  const s = session(step);
  const c = s.case!;
  s.builder.sayPhrase('resume-question', {
    current: s.intent(c.intent)?.title ?? s.walk.walkthrough(c.frames.at(-1)!.walkthrough).title,
  });
  s.builder.place(s.intent(c.intent)?.title ?? null, s.walk.place(c), null);
  s.builder.ask([s.builder.choice('resume'), s.builder.choice('restart')], ['human', 'stop']);
  return WAIT;
}

export async function followResume(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if (interpretation.kind === 'choice' && interpretation.id === 'restart') {
    s.abandon();
    s.builder.sayPhrase('help');
    return step.replaceDialog('lost', { report: '' });
  }
  if (interpretation.kind === 'choice') return step.replaceDialog('play');
  if (interpretation.kind === 'problem') return step.replaceDialog('triage');
  s.builder.sayPhrase('not-understood');
  return step.replaceDialog('resume');
}
