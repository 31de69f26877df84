/** The dialog that picks up an unfinished walkthrough. */
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** Asks "last time we were at …; go on?", after a long silence or on another page. */
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

/** Follows the answer: goes on with the walkthrough, or leaves the case for another. */
export async function followResume(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  if ('id' in interpretation && (interpretation.id === 'restart' || interpretation.id === 'start-over')) {
    s.abandon();
    s.builder.sayPhrase('help');
    return step.replaceDialog('lost', { report: '' });
  }
  if (interpretation.kind === 'choice') return step.replaceDialog('play');
  if (interpretation.kind === 'problem') return step.replaceDialog('triage');
  s.builder.sayPhrase('not-understood');
  return step.replaceDialog('resume');
}
