import { type Result, type Step, session, WAIT } from './dialog.ts';
import { addToTicket } from './hand-over.ts';
import { begin } from './triage.ts';

/** "I don't know that one", and what can be done about it. */
export async function askLost(step: Step): Result {
  const s = session(step);
  if (step.options.report === undefined && !addToTicket(s)) {
    s.unknowns += 1;
    if (s.message.kind === 'said') s.remember(s.message.text);
    s.mouth.sayPhrase(s.unknowns > 1 ? 'not-known-again' : 'not-known');
  }
  s.mouth.ask(s.generic ? [s.mouth.choice('generic')] : [], ['human']);
  if (s.unknowns > 1) s.mouth.promoteHuman();
  return WAIT;
}

export async function followLost(step: Step): Result {
  const s = session(step);
  if (s.heard.kind === 'choice' && s.generic) return begin(step, s.generic, null);
  return step.replaceDialog('triage');
}
