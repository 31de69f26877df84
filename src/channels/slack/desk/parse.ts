import type { Incoming } from '../../../core/message.ts';
import { hearAny, isPersons, spoken, type Us } from '../receive/parse.ts';
import type { MessageEvent } from '../receive/payloads.ts';
import { mentions } from '../send/mrkdwn.ts';

/** What an agent wrote in a desk's channel: below a ticket's head, or to us outside of any thread. */
export interface HeardAtDesk {
  readonly message: Incoming;
  readonly user: string;
  readonly home: string | null;
  readonly channel: string;
  /** The first message of the thread; null outside of one. */
  readonly root: string | null;
  /** Whether that one is ours, where Slack says so. */
  readonly below: boolean;
  readonly toUs: boolean;
  /** When what it is about was written, and the words as Slack sent them. */
  readonly ts: string;
  readonly raw: string;
}

/** A message, an edit or a deletion in a desk's channel; null for what bots and Slack itself wrote. */
export function hearAtDesk(event: MessageEvent, us: Us): HeardAtDesk | null {
  const heard = hearAny(event, us, () => (isPersons(event, us) ? spoken(event, event, us) : null));
  if (!heard) return null;
  const { message, user, home } = heard;
  const said = event.message ?? event.previous_message ?? event;
  const raw = said.text ?? '';
  return {
    message,
    user,
    home,
    channel: event.channel,
    root: said.thread_ts && said.thread_ts !== said.ts ? said.thread_ts : null,
    below: said.parent_user_id === us.user,
    toUs: message.kind === 'said' && mentions(raw, us.user),
    ts: said.ts,
    raw,
  };
}
