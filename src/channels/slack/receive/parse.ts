/** Reads Slack's message events. */
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { mentionedIn, mentions } from '../send/mrkdwn.ts';
import { conversationOf, isDirect, personId, writeAddress } from '../workspace/places.ts';
import type { MessageEvent, SlackSaid } from './payloads.ts';
import type { Watch } from './watch.ts';
import { markupOf, readSaid } from './words.ts';

/** The bot's own ids in the workspace. */
export interface Us {
  readonly team: string;
  readonly user: string;
  /** The bot's id, which its own messages carry; left out where it is not known. */
  readonly bot?: string;
}

/** A message as the event tells it, before any look-up. */
export interface ParsedMessage {
  readonly message: Incoming;
  /** The writer; for a message of an app, the person it was written for, null where it names nobody. */
  readonly user: string | null;
  /** Whether an app wrote it: a workflow's form, another bot. */
  readonly isApps: boolean;
  /** The workspace the person belongs to; null where Slack does not say. */
  readonly home: string | null;
  /** The thread as a conversation of its own (the Assistant pane), for a message in a DM's thread; else null. */
  readonly pane: string | null;
  /**
   * Whether the message is not addressed to the bot: it counts only from a person the bot helps in this conversation,
   * and is dropped unread otherwise.
   */
  readonly unasked: boolean;
  /** The id of the gesture: two events with the same one are one message, whatever their times say. */
  readonly gesture: string | null;
}

/** Reads a message, an edit or a deletion; null for what does not concern the bot: messages of bots, joins, its own. */
export function parseMessage(event: MessageEvent, us: Us, watch: Watch): ParsedMessage | null {
  return parseAny(event, us, () => hearSaid(event, us, watch));
}

/**
 * Reads an edit or a deletion, and a message with `said`; null for messages of bots and of Slack itself. `as` says how
 * the words are read.
 */
export function parseAny(
  event: MessageEvent,
  us: Us,
  said: () => ParsedMessage | null,
  as: 'person' | 'agent' = 'person',
): ParsedMessage | null {
  switch (event.subtype ?? null) {
    case null:
    case 'file_share':
    case 'thread_broadcast':
    case 'me_message':
      return said();
    case 'message_changed':
      if (event.message?.subtype === 'tombstone') return parseDeletion(event, us);
      return hearEdit(event, us, as);
    case 'message_deleted':
      return parseDeletion(event, us);
    default:
      return null;
  }
}

/** Reads a mention in a channel. Alone it is a greeting; in a thread, the messages above it can be read. */
export function parseMention(event: MessageEvent, us: Us): ParsedMessage | null {
  const isApps = !isPersons(event, us);
  if (isApps && !isAnApps(event, us)) return null;
  const said = spoken(event, event, us);
  const { text, images, parts = [] } = said.message;
  const bare = text === '' && images.length === 0 && parts.every(({ kind }) => kind === 'mention');
  const opened = bare && !event.thread_ts;
  return { ...said, message: { ...said.message, kind: opened ? 'opened' : 'said' }, unasked: false };
}

function hearSaid(event: MessageEvent, us: Us, watch: Watch): ParsedMessage | null {
  const direct = isDirect(event.channel);
  // In a direct message with the bot, an app (such as /giphy) posts only for the person.
  const isTheirs = direct && Boolean(event.user) && event.user !== us.user && event.user !== 'USLACKBOT';
  if (!isPersons(event, us) && !isTheirs) return null;
  // A mention comes as an event of its own too, and is heard there. With a file it may not; then both events have the
  // same id, and only one is stored.
  if (!direct && mentions(markupOf(event, 'person'), us.user))
    return event.subtype === 'file_share' ? parseMention(event, us) : null;
  const said = spoken(event, event, us);
  const mode = direct || event.thread_ts ? 'off' : watch.mode(event.channel);
  if (mode === 'off') return said;
  // Slack shows an ephemeral message only in a thread that exists already.
  const openly = mode === 'thread';
  const address = writeAddress({ channel: event.channel, thread: openly ? event.ts : null, openly });
  return { ...said, unasked: false, message: { ...said.message, kind: 'noticed', images: [], parts: [], address } };
}

function hearEdit(event: MessageEvent, us: Us, as: 'person' | 'agent'): ParsedMessage | null {
  const { message, previous_message: before } = event;
  // Slack also sends a change when it unfurls a link or a thread grows.
  if (!message || !isPersons(message, us) || message.text === before?.text) return null;
  const said = spoken(event, message, us, as);
  const about = idOf(message);
  return {
    ...said,
    message: { ...said.message, kind: 'edited', id: `edited:${about}:${event.ts}`, earlier: false, images: [], about },
  };
}

function parseDeletion(event: MessageEvent, us: Us): ParsedMessage | null {
  const gone = event.previous_message;
  if (!gone || !isPersons(gone, us)) return null;
  const said = spoken(event, gone, us);
  const about = idOf(gone);
  return {
    ...said,
    message: {
      ...said.message,
      kind: 'deleted',
      id: `deleted:${about}`,
      text: '',
      earlier: false,
      images: [],
      parts: [],
      about,
    },
  };
}

/** Tells whether a message was written by a person, and not by the bot or another one. */
export function isPersons(said: SlackSaid, us: Us): boolean {
  return !!said.user && !said.bot_id && said.user !== us.user && said.user !== 'USLACKBOT';
}

/** Tells whether a message is an app's: a workflow's, or another bot's, and not the bot's own. */
export function isAnApps({ user, bot_id, subtype }: SlackSaid, us: Us): boolean {
  const isSaying = [undefined, null, 'bot_message', 'file_share', 'thread_broadcast'].includes(subtype);
  return isSaying && Boolean(bot_id || subtype === 'bot_message') && user !== us.user && bot_id !== us.bot;
}

/** Finds the person for whom an app wrote a message, such as the sender of a form: the only one it names, else null. */
export function writtenFor(said: SlackSaid, us: Us): string | null {
  const [one, ...others] = mentionedIn(markupOf(said, 'person'), us.user);
  return one !== undefined && others.length === 0 ? one : null;
}

/** Names a message: by the id Slack's client gave it, which two events of one gesture share, or by its time. */
export function idOf(said: SlackSaid): string {
  return said.client_msg_id ?? said.ts;
}

/**
 * Makes a message of its place out of an event; `said` is the part of the event that holds the text, `as` how it is
 * read.
 */
export function spoken(event: MessageEvent, said: SlackSaid, us: Us, as: 'person' | 'agent' = 'person'): ParsedMessage {
  const { channel } = event;
  const direct = isDirect(channel);
  const isApps = !direct && isAnApps(said, us);
  const user = isApps ? writtenFor(said, us) : said.user!;
  const inThread = said.thread_ts ?? null;
  const thread = direct ? null : (inThread ?? said.ts);
  const place = direct ? user! : channel;
  const home = isApps ? said.bot_profile?.team_id : said.user_team;
  return {
    user,
    isApps,
    home: home ?? said.source_team ?? said.team ?? null,
    pane: direct && inThread ? conversationOf(us.team, place, inThread) : null,
    unasked: !direct,
    gesture: said.client_msg_id ?? null,
    message: {
      ...PLAIN,
      id: idOf(said),
      conversation: conversationOf(us.team, place, thread),
      channel: 'slack',
      audience: 'person',
      kind: 'said',
      ...readSaid(said, us.user, as),
      person: user === null ? null : { id: personId(us.team, user), name: null },
      address: writeAddress({ channel, thread: direct ? inThread : thread, openly: false }),
      shared: !direct,
      earlier: !direct && inThread !== null && inThread !== said.ts,
    },
  };
}
