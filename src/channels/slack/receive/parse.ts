/** Reads Slack's message events. */
import { type Unreadable, unreadableKind } from '../../../core/file-kind.ts';
import type { Image } from '../../../core/job.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { mentions, typedText } from '../send/mrkdwn.ts';
import { conversationOf, isDirect, personId, writeAddress } from '../workspace/places.ts';
import type { MessageEvent, SlackFile, SlackSaid } from './payloads.ts';
import type { Watch } from './watch.ts';

/** The bot's own ids in the workspace. */
export interface Us {
  readonly team: string;
  readonly user: string;
}

/** A message as the event tells it, before any look-up. */
export interface ParsedMessage {
  readonly message: Incoming;
  readonly user: string;
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

/** The largest number of files of one message that are read. */
const MOST_IMAGES = 5;

/** Reads a message, an edit or a deletion; null for what does not concern the bot: messages of bots, joins, its own. */
export function parseMessage(event: MessageEvent, us: Us, watch: Watch): ParsedMessage | null {
  return parseAny(event, us, () => hearSaid(event, us, watch));
}

/** Reads an edit or a deletion, and a message with `said`; null for messages of bots and of Slack itself. */
export function parseAny(event: MessageEvent, us: Us, said: () => ParsedMessage | null): ParsedMessage | null {
  switch (event.subtype ?? null) {
    case null:
    case 'file_share':
    case 'thread_broadcast':
    case 'me_message':
      return said();
    case 'message_changed':
      if (event.message?.subtype === 'tombstone') return parseDeletion(event, us);
      return hearEdit(event, us);
    case 'message_deleted':
      return parseDeletion(event, us);
    default:
      return null;
  }
}

/** Reads a mention in a channel. Alone it is a greeting; in a thread, the messages above it can be read. */
export function parseMention(event: MessageEvent, us: Us): ParsedMessage | null {
  if (!isPersons(event, us)) return null;
  const said = spoken(event, event, us);
  const bare = said.message.text === '' && said.message.images.length === 0;
  const opened = bare && !event.thread_ts;
  return { ...said, message: { ...said.message, kind: opened ? 'opened' : 'said' }, unasked: false };
}

function hearSaid(event: MessageEvent, us: Us, watch: Watch): ParsedMessage | null {
  if (!isPersons(event, us)) return null;
  const direct = isDirect(event.channel);
  // A mention comes as an event of its own too, and is heard there. With a file it may not; then both events have the
  // same id, and only one is stored.
  if (!direct && mentions(event.text ?? '', us.user))
    return event.subtype === 'file_share' ? parseMention(event, us) : null;
  const said = spoken(event, event, us);
  const mode = direct || event.thread_ts ? 'off' : watch.mode(event.channel);
  if (mode === 'off') return said;
  // Slack shows an ephemeral message only in a thread that exists already.
  const openly = mode === 'thread';
  const address = writeAddress({ channel: event.channel, thread: openly ? event.ts : null, openly });
  return { ...said, unasked: false, message: { ...said.message, kind: 'noticed', images: [], address } };
}

function hearEdit(event: MessageEvent, us: Us): ParsedMessage | null {
  const { message, previous_message: before } = event;
  // Slack also sends a change when it unfurls a link or a thread grows.
  if (!message || !isPersons(message, us) || message.text === before?.text) return null;
  const said = spoken(event, message, us);
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
    message: { ...said.message, kind: 'deleted', id: `deleted:${about}`, text: '', earlier: false, images: [], about },
  };
}

/** Tells whether a message was written by a person, and not by the bot or another one. */
export function isPersons(said: SlackSaid, us: Us): boolean {
  return !!said.user && !said.bot_id && said.user !== us.user && said.user !== 'USLACKBOT';
}

/** Names a message: by the id Slack's client gave it, which two events of one gesture share, or by its time. */
export function idOf(said: SlackSaid): string {
  return said.client_msg_id ?? said.ts;
}

/** Reads a message's text: typed, forwarded, and the beginning of text files that were pasted. */
export function wordsOf(said: SlackSaid, us: Us): string {
  const forwarded = (said.attachments ?? []).filter((a) => a.is_share || a.is_msg_unfurl).map((a) => a.text ?? '');
  const pasted = (said.files ?? []).filter(isText).map((f) => f.preview ?? '');
  return [said.text ?? '', ...forwarded]
    .map((text) => typedText(text, us.user))
    .concat(pasted)
    .filter((text) => text !== '')
    .join('\n');
}

/** Lists the files that may be pictures; reading them shows whether they are. */
export function imagesOf(said: SlackSaid): Image[] {
  return (said.files ?? [])
    .filter((f) => f.mode !== 'tombstone' && !isText(f))
    .slice(0, MOST_IMAGES)
    .map((f) => {
      const kind = copyOf(f) === null ? kindOf(f) : null;
      return { ref: JSON.stringify(refOf(f)), name: f.name ?? null, ...(kind === null ? {} : { unreadable: kind }) };
    });
}

function kindOf({ name, mimetype }: Pick<SlackFile, 'name' | 'mimetype'>): Unreadable | null {
  return unreadableKind(name ?? null, mimetype ?? null);
}

/** The address of Slack's own copy of a photo that can't be read itself (HEIC); null for all others. */
function copyOf(file: SlackFile): string | null {
  if (kindOf(file) !== 'heic') return null;
  return file.thumb_1024 ?? file.thumb_960 ?? file.thumb_800 ?? file.thumb_720 ?? null;
}

/** The facts that are needed to fetch a file later. */
export interface FileRef {
  readonly id: string;
  /** The address; null where Slack tells it only on request (shared channels). */
  readonly url: string | null;
  /** Whether the file lies with Slack, and not elsewhere. */
  readonly hosted: boolean;
  readonly size: number;
}

/** Notes the facts that are needed to fetch a file, or Slack's copy of it where only that can be read. */
export function refOf(file: SlackFile): FileRef {
  const copy = copyOf(file);
  if (copy !== null) return { id: file.id, url: copy, hosted: file.mode !== 'external', size: 0 };
  const url = file.file_access === 'check_file_info' ? null : (file.url_private_download ?? file.url_private ?? null);
  return { id: file.id, url, hosted: file.mode !== 'external', size: file.size ?? 0 };
}

function isText(file: SlackFile): boolean {
  return file.mode === 'snippet' || (file.mimetype?.startsWith('text/') ?? false);
}

/** Makes a message of its place out of an event; `said` is the part of the event that holds the text. */
export function spoken(event: MessageEvent, said: SlackSaid, us: Us): ParsedMessage {
  const { channel } = event;
  const user = said.user!;
  const direct = isDirect(channel);
  const inThread = said.thread_ts ?? null;
  const thread = direct ? null : (inThread ?? said.ts);
  const place = direct ? user : channel;
  return {
    user,
    home: said.user_team ?? said.source_team ?? said.team ?? null,
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
      text: wordsOf(said, us),
      person: { id: personId(us.team, user), name: null },
      address: writeAddress({ channel, thread: direct ? inThread : thread, openly: false }),
      shared: !direct,
      earlier: !direct && inThread !== null && inThread !== said.ts,
      images: imagesOf(said),
    },
  };
}
