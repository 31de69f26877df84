/** The turns of conversations that belong to no person. */
import type { Content } from '../core/content.ts';
import type { Saved, Turn } from '../core/conversation.ts';
import type { Desks } from '../core/desk.ts';
import { alertTurn } from './alert.ts';
import { type CodeState, codeTurn } from './code.ts';
import { createQueueTurn, type QueueState } from './queue.ts';
import { createTicketTurn } from './ticket.ts';
import type { TicketState } from './ticket-state.ts';

/**
 * Creates the turn function for tickets, desks' queues, case codes and alerts, told apart by name: `ticket:F-…`, `desk:…`,
 * `code:…`, `alert:…`.
 */
export function createDeskTurn(content: Content, desks: Desks): Turn<Saved> {
  const ticket = createTicketTurn(content, desks);
  const queue = createQueueTurn(content, desks);
  return async (state, message) => {
    const [kind] = message.conversation.split(':');
    if (kind === 'ticket') return ticket(state as TicketState | null, message);
    if (kind === 'desk') return queue(state as QueueState | null, message);
    if (kind === 'alert') return alertTurn(state, message);
    return codeTurn(state as CodeState | null, message);
  };
}
