/** The conversation of a ticket: agents, the person and the clock all write to it. */
import type { Content } from '../core/content.ts';
import { NOTHING_ELSE, type Turn } from '../core/conversation.ts';
import type { Desks } from '../core/desk.ts';
import type { Message } from '../core/message.ts';
import { phrase } from '../core/phrases.ts';
import { BARE, type Reply } from '../core/reply.ts';
import type { Ticket } from '../core/ticket.ts';
import { comesDue, fromAgent } from './from-agent.ts';
import { fromPerson } from './from-person.ts';
import { fromService } from './from-service.ts';
import { heldIdOf } from './held-back.ts';
import { afterMinutes } from './hours.ts';
import { routeOf } from './route.ts';
import type { TicketState } from './ticket-state.ts';
import { TicketTurn } from './ticket-turn.ts';
import { move, unreached } from './waiting.ts';

/**
 * Creates the turn function of tickets' conversations: agents write in the thread, the person's conversation and timers
 * send events.
 */
export function createTicketTurn(content: Content, desks: Desks): Turn<TicketState> {
  return async (saved, message) => {
    const state = saved ?? opened(content, desks, message);
    // The ticket was erased, the database was replaced, or it never existed.
    if (!state) {
      const isAgents = message.event === null && message.result === null && message.kind !== 'deleted';
      const replies = isAgents ? unknownTicket(content, message) : [];
      return { ...NOTHING_ELSE, state: saved as unknown as TicketState, replies };
    }
    const turn = new TicketTurn(content, desks, state, message);
    if (saved && saved.state !== 'closed' && !desks.desks.has(saved.path[saved.at] ?? '')) orphaned(turn, desks);
    const held = message.event?.kind === 'due' ? heldIdOf(message.event.name) : null;
    if (held !== null) comesDue(turn, held);
    else if (message.event === null && message.result === null) fromAgent(turn);
    else if (!fromPerson(turn)) fromService(turn);
    return turn.close();
  };
}

/** Tells an agent, and nobody else, that the ticket is not known; nothing for events. */
function unknownTicket(content: Content, { kind, person }: Message): readonly Reply[] {
  if ((kind !== 'pressed' && kind !== 'said') || person === null) return [];
  return [{ ...BARE, body: phrase(content.phrases, 'desk-unknown-ticket'), to: person, discreet: true }];
}

/** Moves a ticket whose desk is no longer in the settings to the desks that are. */
function orphaned(t: TicketTurn, desks: Desks): void {
  const { ticket, lost, state } = t.state;
  const path = routeOf(desks, ticket.summary, packOf(t.content, ticket), t.message.at);
  if (path.length > 0) {
    t.state = { ...t.state, path, at: 0, seen: false };
    move(t, 0);
    // Its holder belonged to the old desk.
    if (state === 'held') t.tell({ kind: 'released' }, `${t.message.id}:orphaned`);
  } else if (!lost) unreached(t, 'no desk is set up');
}

function packOf(content: Content, ticket: Ticket): string | null {
  return content.intents.get(ticket.summary.problem?.intent ?? '')?.pack ?? null;
}

function opened(content: Content, desks: Desks, message: Message): TicketState | null {
  const { event } = message;
  if (event?.kind !== 'request') return null;
  const { ticket, personSide } = event;
  const path = routeOf(desks, ticket.summary, packOf(content, ticket), message.at);
  const desk = desks.desks.get(path[0] ?? '');
  const waits = ticket.kind === 'request';
  return {
    asked: 0,
    helped: null,
    case: null,
    ticket,
    personSide,
    state: waits ? 'waiting' : 'closed',
    holder: null,
    path,
    at: 0,
    head: message.id,
    seen: false,
    lost: false,
    place: null,
    told: false,
    since: message.at,
    changedAt: message.at,
    promised: waits && desk?.answer ? afterMinutes(desk.hours, message.at, desk.answer) : null,
    reminded: 0,
    late: 0,
    tries: 0,
    closed: waits ? null : { outcome: 'fixed-for-now', by: null, how: 'solved' },
    wrong: false,
    spoken: {},
    unanswered: null,
    code: null,
  };
}
