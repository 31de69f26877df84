/** Handing a case over to an agent. */
import { ticketOf } from '../case-summary.ts';
import { asSent, withChanges } from '../consent.ts';
import type { Session } from '../session.ts';

/** The largest number of words of a plain wish for a person. */
const A_WISH = 6;
/** The silence after which asking for an agent is a new request. */
const NEW_REQUEST_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Hands over to an agent. Where there is a desk, the person first sees what agents will see: true means that the dialog
 * `send` has to ask. Without a desk, the ticket is written and the person is told its number, honestly; a second call
 * for the same case only tells the number.
 */
export function handOver(s: Session): boolean {
  if (s.atDesk) {
    waitOn(s);
    return false;
  }
  const written = writtenTicket(s);
  if (written !== null && s.misread.length === 0) {
    // "It is urgent, call me on 555 1234" is more than the wish for a person.
    const { kind, text } = s.message;
    const isMore = kind === 'said' && text.split(/\s+/).length > A_WISH && s.reading.asked === null;
    s.builder.sayPhrase(isMore ? 'ticket-added' : 'already-handed-over', { ticket: written });
    return false;
  }
  s.case ??= s.bareCase();
  if (s.desks) return true;
  s.finish('handed-over', 'request');
  s.builder.sayPhrase('handed-over', { ticket: s.lastTicket ?? '' });
  return false;
}

/** Says that the message is added to the last ticket, where no desk has one; answers false where there is none. */
export function addToTicket(s: Session): boolean {
  const ticket = s.message.kind === 'said' ? writtenTicket(s) : null;
  if (ticket !== null) s.builder.sayPhrase('ticket-added', { ticket });
  return ticket !== null;
}

/** The number of the last ticket, while it is still what the conversation is about and no desk has it. */
export function writtenTicket(s: Session): string | null {
  const silence = s.before.lastAt === null ? 0 : Date.parse(s.message.at) - Date.parse(s.before.lastAt);
  return !s.desks && !s.case && silence < NEW_REQUEST_AFTER_MS ? s.lastTicket : null;
}

/** The person has a ticket already: agents get the new findings, and the bot is quiet again. */
function waitOn(s: Session): void {
  if (s.case) {
    s.tell({ kind: 'found', summary: asSent(s) });
    s.builder.sayPhrase('found-more', { ticket: s.desk!.ticket });
  } else s.tell({ kind: 'asks' });
  s.desk = { ...s.desk!, walks: false, kept: s.case ?? s.desk!.kept };
  s.case = null;
}

/** Sends the summary to the desk as a ticket, with the person's additions and without the parts they left out. */
export function send(s: Session, added: readonly string[], leftOut: readonly string[]): void {
  const c = s.case!;
  const summary = withChanges(s, added, leftOut);
  const ticket = ticketOf('request', summary, s.message);
  s.effects.tickets.push(ticket);
  s.lastTicket = ticket.id;
  s.desk = {
    ticket: ticket.id,
    title: summary.problem?.title ?? '',
    state: 'waiting',
    holder: null,
    walks: false,
    kept: c,
    slot: null,
    closedAt: null,
    added,
    leftOut,
  };
  s.request(ticket);
  s.finish('handed-over', null);
  s.builder.sayPhrase('sent', { ticket: ticket.id });
}
