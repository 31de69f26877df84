/**
 * Joined replies: "Sent." and "You're number 1" come from two turns, a moment apart, and become one message. The ticket
 * answers what the person's turn told it.
 */
import type { ConversationState, TurnResult } from '../core/conversation.ts';
import type { ConversationEvent } from '../core/desk.ts';
import type { Message } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';

/** The time within which an answer joins the message before it: later, a change of that message would go unseen. */
const AT_ONCE_MS = 30_000;
/** The events that a ticket answers by telling how things stand. */
const ANSWERED: readonly ConversationEvent['kind'][] = ['request', 'asks', 'reopened', 'words'];

/** The result of a turn: its reply joins the one before where it is the ticket's answer to it, and nothing came between. */
export function joined(before: ConversationState | null, came: Message, result: TurnResult): TurnResult {
  const [reply, ...others] = result.replies;
  // An event without a word, such as a receipt, changes nothing.
  if (came.kind === 'event' && !reply) return result;
  const { joins: _, ...state } = result.state;
  if (!reply || others.length > 0 || reply.speaker || reply.discreet || reply.placement) return { ...result, state };
  const isAnswer = isStanding(came);
  const open = before?.joins;
  const follows =
    isAnswer && open !== undefined && Date.parse(came.at) - Date.parse(open.at) <= AT_ONCE_MS ? open : null;
  const { title, body, outcome } = reply;
  const joins = follows
    ? { ...follows, before: { ...follows.before, body: [...follows.before.body, ...body] } }
    : { message: came.id, at: came.at, before: { title, body, outcome } };
  const replies: readonly Reply[] = follows
    ? [{ ...reply, placement: { kind: 'joined', message: follows.message, before: follows.before } }]
    : [reply];
  const isAnswered =
    isAnswer || came.event?.kind === 'released' || result.outgoing.some(({ event }) => ANSWERED.includes(event.kind));
  // Buttons stay where they are: whatever comes next is a message of its own.
  const isOpen = isAnswered && reply.choices.length + reply.controls.length === 0;
  return { ...result, replies, state: isOpen ? { ...state, joins } : state };
}

/** Whether a message is the ticket's word on how things stand; an agent who comes is news, and no such word. */
function isStanding({ event }: Message): boolean {
  if (event?.kind === 'claimed') return event.answers === true;
  return event?.kind === 'queued' || event?.kind === 'unreached';
}
