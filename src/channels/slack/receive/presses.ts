/** Reads presses of buttons in replies, and the message shortcut. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { readPress } from '../send/render.ts';
import { conversationOf, isDirect, personId, writeAddress } from '../workspace/places.ts';
import type { Us } from './parse.ts';
import type { BlockActions, MessageShortcut } from './payloads.ts';
import { readSaid } from './words.ts';

/** A press of a button or menu entry, and the message it stood in. */
export interface SlackPress {
  readonly message: Incoming;
  readonly user: string;
  readonly home: string | null;
  readonly title: string;
  readonly channel: string;
  /** The pressed message's blocks; empty for an ephemeral one, which Slack does not send along. */
  readonly blocks: readonly unknown[];
  /** The address at which the pressed message can be changed, whatever kind it is. */
  readonly responseUrl: string | null;
}

/** Two clicks within this many seconds count as one. */
const ONE_CLICK_S = 10;

/** Reads a press; null for a button that is not the bot's. */
export function readPressed(payload: BlockActions, us: Us): SlackPress | null {
  const action = payload.actions[0]!;
  const pressed = readPress(action.selected_option?.value ?? action.value ?? '');
  const channel = payload.channel?.id;
  if (!pressed || !channel) return null;
  const { user, container, message } = payload;
  const direct = isDirect(channel);
  const conversation = conversationOf(us.team, direct ? user.id : channel, pressed.thread);
  const at = message?.ts ?? container?.message_ts ?? '';
  const click = Math.floor(Number(action.action_ts ?? 0) / ONE_CLICK_S);
  const title = action.selected_option?.text.text ?? action.text?.text ?? pressed.choice;
  return {
    user: user.id,
    home: user.team_id ?? null,
    title,
    channel,
    blocks: message?.blocks ?? [],
    responseUrl: payload.response_url ?? null,
    message: {
      ...PLAIN,
      // Not the press's own id: two clicks in a row mean one press.
      id: `pressed:${at}:${pressed.asked}:${pressed.choice}:${user.id}:${click}`,
      conversation,
      channel: 'slack',
      audience: 'person',
      kind: 'pressed',
      text: title.slice(0, 200),
      choice: pressed.choice,
      asked: pressed.asked,
      person: { id: personId(us.team, user.id), name: user.name ?? user.username ?? null },
      address: writeAddress({ channel, thread: direct ? threadIn(payload) : pressed.thread, openly: false }),
      shared: !direct,
    },
  };
}

/** Finds the thread in a DM where the button stood: the answer goes there; null outside of a thread. */
function threadIn({ message }: BlockActions): string | null {
  return message?.thread_ts ?? null;
}

/** Reads the shortcut "Get help with this": a message of the person's DM, wherever the message stands. */
export function readShortcut(payload: z.output<typeof MessageShortcut>, us: Us): Incoming {
  const { user, message, trigger_id } = payload;
  return {
    ...PLAIN,
    id: `shortcut:${hashed(trigger_id)}`,
    conversation: conversationOf(us.team, user.id, null),
    channel: 'slack',
    audience: 'person',
    kind: 'said',
    ...readSaid(message, us.user),
    takenUp: true,
    person: { id: personId(us.team, user.id), name: user.name ?? null },
    address: writeAddress({ channel: user.id, thread: null, openly: false }),
  };
}

/** Hashes a trigger id: it is a secret while it is valid, and its hash serves as an id as well. */
export function hashed(trigger: string): string {
  return createHash('sha256').update(trigger).digest('hex').slice(0, 32);
}
