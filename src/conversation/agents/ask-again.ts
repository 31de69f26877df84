/** Questions that may have got lost on their way: nobody can say whether the person has them. */
import type { TurnResult } from '../../core/conversation.ts';
import { questionReceipt, TICKET_RECEIPT } from '../../core/desk.ts';
import type { Delivery } from '../../core/reply.ts';
import type { Options } from '../dialogs/dialog.ts';
import type { AgentTurn, Resumed } from './agent-turn.ts';

/** The silence after which a question that may be lost is asked again, in milliseconds. */
const SILENT_MS = 5 * 60 * 1000;
/** The name of the timer begins with it; the question's number follows. */
export const ASKS_AGAIN = 'asks-again:';
/** The timer after a ticket's number may have got lost. */
const TICKET_AGAIN = `${ASKS_AGAIN}ticket`;

/** Waits for an answer to the open question, of which nobody can say whether it arrived. */
export function unconfirmed(a: AgentTurn, about: string, as: Delivery): TurnResult {
  const { asked, question, askedAgain } = a.state;
  if (as === 'unconfirmed' && about === TICKET_RECEIPT) a.effects.ring(TICKET_AGAIN, silentUntil(a));
  if (as === 'unconfirmed' && question !== null && about === questionReceipt(asked) && askedAgain !== asked)
    a.effects.ring(ASKS_AGAIN + asked, silentUntil(a));
  return a.close();
}

function silentUntil({ message }: AgentTurn): string {
  return new Date(Date.parse(message.at) + SILENT_MS).toISOString();
}

/** Says the number of a ticket once more, while agents have it. */
function sayTicketAgain(a: AgentTurn): TurnResult {
  if (!a.atDesk) return a.close();
  a.builder.sayPhrase('did-you-get');
  a.builder.sayPhrase('sent', { ticket: a.state.desk!.ticket });
  return a.offer();
}

/** Asks the open question again, once, unless the person wrote meanwhile. */
export function askAgain(a: AgentTurn, timer: string): TurnResult | Resumed {
  if (timer === TICKET_AGAIN) return sayTicketAgain(a);
  const { asked, question, dialogs } = a.state;
  if (timer !== ASKS_AGAIN + asked || question === null) return a.close();
  a.state = { ...a.state, askedAgain: asked + 1 };
  const open = dialogs.at(-1) as { id: string; state: { options?: Options } } | undefined;
  if (open) {
    // The greeting, or "I don't recognise that", was said already: only the question is repeated.
    const options = open.id === 'lost' ? { report: '' } : { ...open.state.options, silently: false };
    return a.again([{ key: 'did-you-get', values: {} }], open.id, options);
  }
  a.builder.sayPhrase('did-you-get');
  return a.atDesk ? a.offer() : a.close();
}
