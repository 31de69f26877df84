/**
 * Alerts of tickets that wait at a desk in the browser: each way of telling somebody has a conversation of its own for each
 * ticket, so that a mail server that does not answer holds nothing else up.
 */
import { NOTHING_ELSE, type Saved, type Turn } from '../core/conversation.ts';
import { ALERT_CHANNEL, type FromDesk, MAIL_CHANNEL, type OutgoingEvent } from '../core/desk.ts';
import { BARE } from '../core/reply.ts';

const WAYS = [ALERT_CHANNEL, MAIL_CHANNEL] as const;
const EMPTY: Saved = { asked: 0, helped: null, case: null };

/** The events by which a ticket is told of; `id` is the message that led to it. */
export function alertsOf(
  { ticket, soon }: Pick<Extract<FromDesk, { kind: 'waits' }>, 'ticket' | 'soon'>,
  id: string,
): OutgoingEvent[] {
  return WAYS.map((by) => ({
    to: `alert:${by}:${ticket}`,
    id: `${id}:${by}`,
    event: { kind: 'alert', ticket, by, soon: soon === true },
    route: { channel: by, address: null },
  }));
}

/** Puts an alert into the outbox, as the number of the ticket and the reason. */
export const alertTurn: Turn<Saved> = async (saved, { event }) => {
  const state = saved ?? EMPTY;
  if (event?.kind !== 'alert') return { ...NOTHING_ELSE, state };
  const text = `${event.ticket} ${event.soon ? 'promise' : 'waiting'}`;
  const reply = { ...BARE, body: [{ kind: 'text', spans: [{ text }] }] } as const;
  return { ...NOTHING_ELSE, state, posts: [{ route: { channel: event.by, address: null }, reply }] };
};
