/** Reads the messages of a desk's channel. */
import type { Incoming } from '../../../core/message.ts';
import { isPersons, parseAny, spoken, type Us } from '../receive/parse.ts';
import type { MessageEvent } from '../receive/payloads.ts';
import { markupOf } from '../receive/words.ts';
import { mentions } from '../send/mrkdwn.ts';

/** A message of an agent in a desk's channel: below a ticket's head, or to the bot outside of any thread. */
export interface DeskMessage {
  readonly message: Incoming;
  readonly user: string;
  readonly home: string | null;
  readonly channel: string;
  /** The time of the thread's first message; null outside of a thread. */
  readonly root: string | null;
  /** Whether the thread's first message is the bot's; false where Slack does not say. */
  readonly below: boolean;
  /** Whether the message mentions the bot. */
  readonly toUs: boolean;
  /** The time of the message, and its text as Slack sent it. For an edit or a deletion: of the message it concerns. */
  readonly ts: string;
  readonly raw: string;
}

/** Reads a message, an edit or a deletion of a desk's channel; null for messages of bots and of Slack itself. */
export function parseDeskMessage(event: MessageEvent, us: Us): DeskMessage | null {
  const heard = parseAny(event, us, () => (isPersons(event, us) ? spoken(event, event, us, 'agent') : null), 'agent');
  if (!heard || heard.user === null) return null;
  const { message, user, home } = heard;
  const said = event.message ?? event.previous_message ?? event;
  const raw = markupOf(said, 'agent');
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
