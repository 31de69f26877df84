/** The dialog after an agent closed a ticket: rating it, or opening it again. */
import { isNotFixed } from '../interpretation/interpretation.ts';
import { spokenWordsOf } from '../interpretation/spoken-words.ts';
import type { Session } from '../session.ts';
import { type DialogStep, type Result, session, WAIT } from './dialog.ts';

/** The time within which a closed ticket can be opened again. */
const REOPEN_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** Whether what was said asks for a closed ticket: "re-open it please". */
export function asksForTicket({ content, message }: Session): boolean {
  return message.kind === 'said' && spokenWordsOf(content).told.reopen.isIn(message.text);
}

/** Records the end of the case and asks how it was, and whether it is really solved. */
export async function askClosed(step: DialogStep): Result {
  const s = session(step);
  const { desk } = s;
  const { outcome } = step.options;
  if (desk?.kept && outcome) {
    const { id, intent } = desk.kept;
    s.effects.ends.push({
      conversation: s.message.conversation,
      caseId: id,
      intent,
      outcome,
      rating: null,
      at: s.message.at,
    });
    if (outcome === 'fixed-for-now') {
      s.checkBack = desk.kept;
      s.ring('check-back', 24 * 60 * 60 * 1000);
    }
  }
  s.builder.end(outcome ?? 'unknown');
  s.builder.sayPhrase('rate');
  s.builder.ask(
    [s.builder.choice('good'), s.builder.choice('okay'), s.builder.choice('poor'), s.builder.choice('reopen')],
    [],
  );
  return WAIT;
}

/** Follows the answer: keeps the rating and asks for a line about it, or opens the ticket again. */
export async function followClosed(step: DialogStep): Result {
  const s = session(step);
  const { interpretation } = s;
  const notAfterAll = isNotFixed(interpretation);
  if (notAfterAll || isAgain(s) || (interpretation.kind === 'choice' && interpretation.id === 'reopen')) {
    if (reopen(s, s.message.kind === 'said' ? s.message.text : '')) return step.endDialog();
    return step.replaceDialog('lost', { report: '' });
  }
  if (interpretation.kind === 'problem') return step.replaceDialog('triage');
  if (interpretation.kind !== 'choice') {
    if (s.message.kind === 'said') s.tell({ kind: 'rated', rating: null, text: s.message.text });
    s.builder.sayPhrase('rated');
    // Whether these words mean that it goes on is the person's to say.
    s.builder.ask([s.builder.choice('reopen')], []);
    return WAIT;
  }
  const caseId = s.desk?.kept?.id ?? '';
  s.effects.ends.push({
    conversation: s.message.conversation,
    caseId,
    intent: null,
    outcome: 'unknown',
    rating: interpretation.id,
    at: s.message.at,
  });
  s.tell({ kind: 'rated', rating: s.builder.choice(interpretation.id).title, text: null });
  s.builder.sayPhrase('rate-line');
  s.builder.ask([s.builder.choice('reopen')], []);
  return WAIT;
}

/** Whether the message tells of the closed problem again: it asks for the ticket back, or shows the same error. */
function isAgain(s: Session): boolean {
  const { message, interpretation, desk } = s;
  const { returns, thanks } = spokenWordsOf(s.content).told;
  if (message.kind !== 'said') return false;
  if (asksForTicket(s)) return true;
  const isOpen = interpretation.kind !== 'choice';
  // Beside thanks, "again" is none of the problem's.
  if (isOpen && returns.isIn(message.text) && !thanks.isIn(message.text)) return true;
  return interpretation.kind === 'problem' && interpretation.reading.intent === (desk?.kept?.intent ?? '');
}

/** Takes an optional line of explanation after the rating. */
export async function followLine(step: DialogStep): Result {
  const s = session(step);
  const { interpretation, message } = s;
  if (
    isAgain(s) ||
    isNotFixed(interpretation) ||
    (interpretation.kind === 'choice' && interpretation.id === 'reopen')
  ) {
    if (reopen(s, message.kind === 'said' ? message.text : '')) return step.endDialog();
    return step.replaceDialog('lost', { report: '' });
  }
  if (interpretation.kind === 'problem') return step.replaceDialog('triage');
  if (message.kind === 'said' && message.text !== '') s.tell({ kind: 'rated', rating: null, text: message.text });
  s.builder.sayPhrase('rated');
  return step.endDialog();
}

/** Whether the person's last ticket is closed, and not too long ago to be opened again. */
export function isReopenable({ desk, message }: Session): boolean {
  const closedAt = desk?.closedAt ?? null;
  return closedAt !== null && Date.parse(message.at) - Date.parse(closedAt) <= REOPEN_WITHIN_MS;
}

/** Opens the ticket again with everything in it; answers false when it was closed too long ago. */
export function reopen(s: Session, text: string): boolean {
  const { desk } = s;
  if (!desk || !isReopenable(s)) {
    s.builder.sayPhrase('not-reopened');
    return false;
  }
  s.tell({ kind: 'reopened', text, personSide: s.personSide });
  s.ring('check-back', null);
  s.checkBack = null;
  s.desk = { ...desk, state: 'waiting', holder: null, closedAt: null };
  s.builder.sayPhrase('reopened', { ticket: desk.ticket });
  return true;
}
