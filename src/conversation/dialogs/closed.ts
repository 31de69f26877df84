import type { Session } from '../session.ts';
import { type Result, type Step, session, WAIT } from './dialog.ts';

/** For so long a closed ticket can be opened again. */
const REOPEN_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** An agent closed the ticket: how was it, and is it really solved? */
export async function askClosed(step: Step): Result {
  const s = session(step);
  const { desk } = s;
  const { outcome } = step.options;
  if (desk?.kept && outcome) {
    const { id, intent } = desk.kept;
    s.ends.push({ conversation: s.message.conversation, caseId: id, intent, outcome, rating: null, at: s.message.at });
    if (outcome === 'fixed-for-now') {
      s.checkBack = desk.kept;
      s.ring('check-back', 24 * 60 * 60 * 1000);
    }
  }
  s.mouth.end(outcome ?? 'unknown');
  s.mouth.sayPhrase('rate');
  s.mouth.ask([s.mouth.choice('good'), s.mouth.choice('okay'), s.mouth.choice('poor'), s.mouth.choice('reopen')], []);
  return WAIT;
}

export async function followClosed(step: Step): Result {
  const s = session(step);
  const { heard } = s;
  const notAfterAll = heard.kind === 'words' && heard.reading.intent === 'it-did-not';
  if (notAfterAll || (heard.kind === 'choice' && heard.id === 'reopen')) {
    if (reopen(s, s.message.kind === 'said' ? s.message.text : '')) return step.endDialog();
    return step.replaceDialog('lost', { report: '' });
  }
  if (heard.kind === 'problem') return step.replaceDialog('triage');
  if (heard.kind !== 'choice') {
    if (s.message.kind === 'said') s.tell({ kind: 'rated', rating: null, text: s.message.text });
    s.mouth.sayPhrase('rated');
    return step.endDialog();
  }
  const caseId = s.desk?.kept?.id ?? '';
  s.ends.push({
    conversation: s.message.conversation,
    caseId,
    intent: null,
    outcome: 'unknown',
    rating: heard.id,
    at: s.message.at,
  });
  s.tell({ kind: 'rated', rating: s.mouth.choice(heard.id).title, text: null });
  s.mouth.sayPhrase('rate-line');
  s.mouth.ask([s.mouth.choice('reopen')], []);
  return WAIT;
}

/** A line about why, if they like. */
export async function followLine(step: Step): Result {
  const s = session(step);
  const { heard, message } = s;
  if (heard.kind === 'choice' && heard.id === 'reopen') {
    if (reopen(s, '')) return step.endDialog();
    return step.replaceDialog('lost', { report: '' });
  }
  if (heard.kind === 'problem') return step.replaceDialog('triage');
  if (message.kind === 'said' && message.text !== '') s.tell({ kind: 'rated', rating: null, text: message.text });
  s.mouth.sayPhrase('rated');
  return step.endDialog();
}

/** Opens the ticket again, with all that is in it; false when that was too long ago. */
export function reopen(s: Session, text: string): boolean {
  const { desk } = s;
  if (!desk || desk.closedAt === null || Date.parse(s.message.at) - Date.parse(desk.closedAt) > REOPEN_WITHIN_MS) {
    s.mouth.sayPhrase('not-reopened');
    return false;
  }
  s.tell({ kind: 'reopened', text, party: s.party });
  s.ring('check-back', null);
  s.checkBack = null;
  s.desk = { ...desk, state: 'waiting', holder: null, closedAt: null };
  s.mouth.sayPhrase('reopened', { ticket: desk.ticket });
  return true;
}
