/** The dialog that asks, a day later, whether a fix "for now" still holds. */
import { reopen } from './closed.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';
import { reopened } from './rating.ts';

/** The time within which an answer is awaited; afterwards the outcome is unknown. */
const ANSWER_WITHIN_MS = 3 * 24 * 60 * 60 * 1000;

/** Asks "does it still work?". */
export async function askCheckBack(step: DialogStep): Result {
  const s = session(step);
  s.builder.sayPhrase('check-back', { problem: s.checkBack?.title || (s.desk?.ticket ?? '') });
  s.builder.ask(
    [s.builder.choice('yes', 'choice-still-fixed'), s.builder.choice('no', 'choice-broken-again')],
    ['human'],
  );
  s.ring('check-back-over', ANSWER_WITHIN_MS);
  return WAIT;
}

/** Follows the answer: the case ends fixed, or goes on. */
export async function followCheckBack(step: DialogStep): Result {
  const s = session(step);
  const { interpretation, checkBack: c, message } = s;
  if (interpretation.kind === 'problem' || !c) return step.replaceDialog('triage');
  const answer = interpretation.kind === 'worked' ? 'yes' : interpretation.kind === 'choice' ? interpretation.id : null;
  if (answer === null) {
    s.builder.sayPhrase('not-understood');
    return step.replaceDialog('check-back');
  }
  s.checkBack = null;
  s.ring('check-back-over', null);
  if (answer === 'yes') {
    s.effects.ends.push({
      conversation: message.conversation,
      caseId: c.id,
      intent: c.intent,
      outcome: 'fixed',
      rating: null,
      at: message.at,
    });
    s.builder.sayPhrase('check-back-good');
    return step.endDialog();
  }
  // The fix came from agents and there is no walkthrough to go on with: the ticket is opened again.
  if (c.frames.length === 0) return reopen(s, '') ? step.endDialog() : step.replaceDialog('lost', { report: '' });
  s.builder.sayPhrase('check-back-again');
  s.case = reopened(s, c, true);
  return step.replaceDialog('play');
}
