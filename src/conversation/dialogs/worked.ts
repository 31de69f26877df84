/** The dialog about "it works now", said where that was not asked. */
import { ANSWERS } from '../../core/steering.ts';
import { ASK_AGAIN, type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** Asks once whether it is solved. */
export async function askWorked(step: DialogStep): Result {
  const { builder } = session(step);
  builder.sayPhrase('worked-question');
  builder.ask([builder.choice('yes', 'choice-solved'), builder.choice('no', 'choice-go-on')], ['human', 'stop']);
  return WAIT;
}

/** Follows the answer: the case ends fixed, or goes on where it was. */
export async function followWorked(step: DialogStep): Result {
  const s = session(step);
  const { interpretation: meant } = s;
  // "Never mind, it works" is as plain as it can be.
  const isPlain = meant.kind === 'worked' && meant.reading.intent !== ANSWERS.worked;
  const isDoubtful =
    s.message.kind === 'said' &&
    !isPlain &&
    s.reading.doubtful &&
    !s.reading.works?.all &&
    s.message.text.split(/\s+/).length > 2;
  const isSolved = !isDoubtful && (meant.kind === 'worked' || (meant.kind === 'choice' && meant.id === 'yes'));
  if (meant.kind === 'control' && meant.id === 'repeat') return step.replaceDialog('worked', {});
  // After a stop there is no walkthrough below that would go on.
  if (!isSolved && s.case && step.stack.length === 1) return step.replaceDialog('play');
  if (!isSolved || !s.case) return step.endDialog(ASK_AGAIN);
  const c = s.case;
  s.builder.sayPhrase('fixed');
  s.finish('fixed', null);
  await step.cancelAllDialogs();
  return step.beginDialog('rating', { report: c.id, again: c });
}
