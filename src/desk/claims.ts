/**
 * Gives a ticket to an agent: at once, or in a way that can still be undone. Then the agent has it, so that no other can take it,
 * and the person, the queue and the reminders hear of it only when the time to undo it is over.
 */
import type { Person } from '../core/person.ts';
import { withoutTaking } from './ticket-state.ts';
import type { TicketTurn } from './ticket-turn.ts';
import { received } from './waiting.ts';

/**
 * The time after which the ticket's agent is reminded that the person waits for an answer, in minutes of the desk's
 * hours.
 */
export const ANSWER_WITHIN = 15;

/** Gives the ticket to an agent: reminders end, and the person is told the agent's name. */
export function take(
  t: TicketTurn,
  by: Person,
  how: 'claimed' | 'handed',
  { id, at }: { readonly id: string; readonly at: string } = t.message,
  more: { readonly speaks?: true } = {},
): TicketTurn {
  const before = t.state;
  t.state = withoutTaking(t.state);
  t.change({ state: 'held', holder: by, changedAt: at });
  for (const name of ['unclaimed', 'soon', 'late']) t.ringAt(name, null);
  // The person wrote while nobody had the ticket: its holder owes the answer.
  if (t.state.unanswered !== null) t.ring('answer', ANSWER_WITHIN);
  const title = t.state.ticket.summary.problem?.title ?? '';
  t.tellDesk({ kind: 'held', ticket: t.state.ticket.id, title, by }, `${id}:held`);
  t.tell({ kind: how, by, ...keptBy(before, at), ...more }, `${id}:${how}`);
  return t;
}

/** Whether a ticket that waited is taken by the time that was promised; nothing where it did not wait, or nothing was promised. */
function keptBy({ state, late, promised }: TicketTurn['state'], at: string): { kept?: boolean } {
  if (state !== 'waiting' || (late === 0 && promised === null)) return {};
  return { kept: late === 0 && promised !== null && at <= promised };
}

/** Gives the ticket to an agent until the action of this turn is done, or undone. */
export function takeForNow(t: TicketTurn, by: Person, until: string): TicketTurn {
  const { changedAt } = t.state;
  const taking = { id: t.message.id, at: t.message.at, until, changedAt };
  t.change({ state: 'held', holder: by, changedAt: t.message.at, taking });
  return t;
}

/** Makes a claim that could be undone one for good: now everybody hears of it. */
export function takeForGood(t: TicketTurn): TicketTurn {
  const { taking, state, holder } = t.state;
  if (!taking) return t;
  t.state = withoutTaking(t.state);
  // The person left meanwhile, or the ticket went to another desk.
  if (state !== 'held' || !holder) return t;
  t.state = { ...t.state, state: 'waiting', holder: null };
  return take(t, holder, 'claimed', taking);
}

/** Puts the ticket back as it was, if it was this action that took it. */
export function untake(t: TicketTurn, action: string): TicketTurn {
  const { taking, state } = t.state;
  if (taking?.id !== action) return t;
  t.state = withoutTaking(t.state);
  if (state !== 'held') return t;
  t.change({ state: 'waiting', holder: null, changedAt: taking.changedAt });
  // Its place in the queue may have come meanwhile.
  return received(t);
}
