import type { FromPerson } from '../core/desk.ts';
import { quote, type Rich } from '../core/text.ts';
import { askable, placeName } from './head.ts';
import type { TicketTurn } from './ticket-turn.ts';
import { again, quiet, wait, where } from './waiting.ts';

/** An agent who has a ticket is called after the person waited so long for an answer, in minutes of the desk's hours. */
export const ANSWER_WITHIN = 15;
/** Pictures are on their way for a minute at the most. */
const MOST_TAKEN_BACK = 20;
/** For so long after its end a ticket can be opened again. */
const REOPEN_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** What the person's conversation tells; false for event that is not from there. */
export function fromPerson(t: TicketTurn): boolean {
  const event = t.message.event as FromPerson | null;
  switch (event?.kind) {
    case 'request':
      open(t);
      return true;
    case 'found':
      t.change({ ticket: { ...t.state.ticket, summary: event.summary } });
      t.post(t.say('desk-found-more'));
      return true;
    case 'words':
      said(t, event);
      return true;
    case 'edited':
      corrected(t, event.began, event.text);
      t.post(quote(event.text), {
        speaker: speaker(t),
        placement: { kind: 'instead', message: idOf(t, event.message) },
        receipt: null,
      });
      return true;
    case 'deleted':
      corrected(t, event.began, '');
      takenBack(t, idOf(t, event.message));
      return true;
    case 'answered':
      answered(t, event);
      return true;
    case 'left':
    case 'solved':
      ended(t, event.kind);
      return true;
    case 'walks':
      t.post(t.say('desk-person-walks'));
      return true;
    case 'asks':
      where(t);
      return true;
    case 'rated':
      t.post(
        [
          ...(event.rating === null ? [] : t.say('desk-rated', { rating: event.rating })),
          ...(event.text === null ? [] : quote(event.text)),
        ],
        { speaker: speaker(t) },
      );
      return true;
    case 'reopened':
      reopen(t, event);
      return true;
    case 'moved':
      t.change({ personSide: event.personSide, cameAt: t.message.at });
      t.post(t.say('desk-person-moved', { where: placeName(event.personSide.channel) }));
      return true;
    default:
      return false;
  }
}

function open(t: TicketTurn): void {
  t.head();
  if (t.state.ticket.kind === 'finding') return;
  wait(t);
}

/** What the person writes stands in the thread, with their name. */
function said(t: TicketTurn, { text, images, personSide }: Extract<FromPerson, { kind: 'words' }>): void {
  t.state = { ...t.state, personSide };
  const body: Rich = quote(text);
  if (text !== '') t.post(body, { speaker: speaker(t), title: null });
  if (images.length > 0) t.job('carry', images);
  if (t.state.state === 'closed') {
    // They write on after the end: whoever closed it should know.
    t.post(t.say('desk-closed-already'), { to: t.state.closed?.by ?? null });
    return;
  }
  if (t.state.unanswered !== null) return;
  t.state = { ...t.state, unanswered: t.message.at };
  if (t.state.state === 'held') t.ring('answer', ANSWER_WITHIN);
}

/** The words say that they are gone; pictures are, and those still on their way are shown to nobody. */
function takenBack(t: TicketTurn, id: string): void {
  const { takenBack: before = [] } = t.state;
  const carried = t.jobId(id, 'carry');
  t.state = { ...t.state, takenBack: [...before, carried].slice(-MOST_TAKEN_BACK) };
  t.post(t.say('desk-person-deleted'), {
    speaker: speaker(t),
    placement: { kind: 'instead', message: id },
    receipt: null,
  });
  t.post([], { placement: { kind: 'gone', message: `job:${carried}` }, receipt: null });
}

/** What was written before the ticket stands in its summary and its transcript: both are drawn anew. */
function corrected(t: TicketTurn, began: boolean, report: string): void {
  const { ticket, transcript } = t.state;
  if (transcript) t.job('transcript');
  const { summary } = ticket;
  if (!began || summary.report === '') return;
  // Of what was left out, there may be more in the new words.
  const kept = (summary.leftOut ?? []).length === 0 ? report : '';
  t.change({ ticket: { ...ticket, summary: { ...summary, report: kept, evidence: null } } });
}

function answered(t: TicketTurn, { slot, value, title }: Extract<FromPerson, { kind: 'answered' }>): void {
  const { ticket } = t.state;
  const summary = { ...ticket.summary, slots: { ...ticket.summary.slots, [slot]: value } };
  const question = askable(t.content, summary).find((s) => s.id === slot)?.title ?? slot;
  t.change({ ticket: { ...ticket, summary }, unanswered: t.state.unanswered ?? t.message.at });
  t.post(t.say('desk-answered', { question: `${question}:`, answer: title }), {
    speaker: speaker(t),
    to: t.state.holder,
  });
}

function ended(t: TicketTurn, how: 'left' | 'solved'): void {
  if (t.state.state === 'closed') return;
  t.change({
    state: 'closed',
    changedAt: t.message.at,
    closed: { outcome: how === 'solved' ? 'fixed' : 'unknown', by: null, how },
    unanswered: null,
  });
  t.post(t.say(how === 'left' ? 'desk-person-left' : 'desk-person-solved'), { to: t.state.holder });
  quiet(t);
}

function reopen(t: TicketTurn, { text, personSide }: Extract<FromPerson, { kind: 'reopened' }>): void {
  const { closed, changedAt } = t.state;
  if (t.state.state !== 'closed' || Date.parse(t.message.at) - Date.parse(changedAt) > REOPEN_WITHIN_MS) return;
  t.change({ personSide });
  again(t, t.who, text);
  // Whoever knows the case is called first.
  if (closed?.by) t.post(t.say('desk-open-again'), { to: closed.by });
}

function speaker(t: TicketTurn): { name: string; agent: boolean } {
  return { name: t.who, agent: false };
}

/** The message here that carries what the person wrote there. */
function idOf(t: TicketTurn, message: string): string {
  return `${t.message.id.slice(0, t.message.id.indexOf('|'))}|words:${message}`;
}
