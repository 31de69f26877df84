import type { Image } from '../../../core/job.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { mentions, typedText } from '../send/mrkdwn.ts';
import { conversationOf, isDirect, personId, writeAddress } from '../workspace/places.ts';
import type { MessageEvent, SlackFile, SlackSaid } from './payloads.ts';
import type { Watch } from './watch.ts';

/** Who we are in the workspace. */
export interface Us {
  readonly team: string;
  readonly user: string;
}

/** What an event says, before anything was looked up. */
export interface Heard {
  readonly message: Incoming;
  readonly user: string;
  /** The workspace the person belongs to, where Slack says so. */
  readonly home: string | null;
  /** In a DM's thread: the conversation it would be if we began one there (the Assistant pane). */
  readonly pane: string | null;
  /** Not said to us: heard only from somebody we help in this conversation, and dropped unread otherwise. */
  readonly unasked: boolean;
  /** Two events that carry the same one are one gesture, whatever their times say. */
  readonly gesture: string | null;
}

const MOST_IMAGES = 5;

/** A message, an edit or a deletion; null for what is none of our business: bots, joins, our own words. */
export function hearMessage(event: MessageEvent, us: Us, watch: Watch): Heard | null {
  return hearAny(event, us, () => hearSaid(event, us, watch));
}

/** An edit or a deletion, or what was said as `said` hears it; null for what bots and Slack itself wrote. */
export function hearAny(event: MessageEvent, us: Us, said: () => Heard | null): Heard | null {
  switch (event.subtype ?? null) {
    case null:
    case 'file_share':
    case 'thread_broadcast':
    case 'me_message':
      return said();
    case 'message_changed':
      if (event.message?.subtype === 'tombstone') return hearDeletion(event, us);
      return hearEdit(event, us);
    case 'message_deleted':
      return hearDeletion(event, us);
    default:
      return null;
  }
}

/** A mention in a channel. Alone it is a greeting; in a thread, what others wrote above can be read. */
export function hearMention(event: MessageEvent, us: Us): Heard | null {
  if (!isPersons(event, us)) return null;
  const said = spoken(event, event, us);
  const bare = said.message.text === '' && said.message.images.length === 0;
  const opened = bare && !event.thread_ts;
  return { ...said, message: { ...said.message, kind: opened ? 'opened' : 'said' }, unasked: false };
}

function hearSaid(event: MessageEvent, us: Us, watch: Watch): Heard | null {
  if (!isPersons(event, us)) return null;
  const direct = isDirect(event.channel);
  // A mention comes as an event of its own too, and is heard there; with a file it may not, and the same id makes two of them one.
  if (!direct && mentions(event.text ?? '', us.user))
    return event.subtype === 'file_share' ? hearMention(event, us) : null;
  const said = spoken(event, event, us);
  const mode = direct || event.thread_ts ? 'off' : watch.mode(event.channel);
  if (mode === 'off') return said;
  // An ephemeral message is only seen in a thread that exists already.
  const openly = mode === 'thread';
  const address = writeAddress({ channel: event.channel, thread: openly ? event.ts : null, openly });
  return { ...said, unasked: false, message: { ...said.message, kind: 'noticed', images: [], address } };
}

function hearEdit(event: MessageEvent, us: Us): Heard | null {
  const { message, previous_message: before } = event;
  // Slack also calls it a change when it unfurls a link or a thread grows.
  if (!message || !isPersons(message, us) || message.text === before?.text) return null;
  const said = spoken(event, message, us);
  const about = idOf(message);
  return {
    ...said,
    message: { ...said.message, kind: 'edited', id: `edited:${about}:${event.ts}`, earlier: false, images: [], about },
  };
}

function hearDeletion(event: MessageEvent, us: Us): Heard | null {
  const gone = event.previous_message;
  if (!gone || !isPersons(gone, us)) return null;
  const said = spoken(event, gone, us);
  const about = idOf(gone);
  return {
    ...said,
    message: { ...said.message, kind: 'deleted', id: `deleted:${about}`, text: '', earlier: false, images: [], about },
  };
}

/** Written by a person, and not by us or another bot. */
export function isPersons(said: SlackSaid, us: Us): boolean {
  return !!said.user && !said.bot_id && said.user !== us.user && said.user !== 'USLACKBOT';
}

/** A message's id: what Slack's own client gave it, which two events of one gesture share, or its time. */
export function idOf(said: SlackSaid): string {
  return said.client_msg_id ?? said.ts;
}

/** What somebody wrote: the words, what they forwarded with them, and the beginning of what was pasted as a file. */
export function wordsOf(said: SlackSaid, us: Us): string {
  const forwarded = (said.attachments ?? []).filter((a) => a.is_share || a.is_msg_unfurl).map((a) => a.text ?? '');
  const pasted = (said.files ?? []).filter(isText).map((f) => f.preview ?? '');
  return [said.text ?? '', ...forwarded]
    .map((text) => typedText(text, us.user))
    .concat(pasted)
    .filter((text) => text !== '')
    .join('\n');
}

/** The files that may be pictures; what they are in truth is seen when they are read. */
export function imagesOf(said: SlackSaid): Image[] {
  return (said.files ?? [])
    .filter((f) => f.mode !== 'tombstone' && !isText(f))
    .slice(0, MOST_IMAGES)
    .map((f) => ({ ref: JSON.stringify(refOf(f)), name: f.name ?? null }));
}

/** All that is needed to fetch a file later. */
export interface FileRef {
  readonly id: string;
  /** Null where Slack tells it only on asking (shared channels). */
  readonly url: string | null;
  readonly hosted: boolean;
  readonly size: number;
}

export function refOf(file: SlackFile): FileRef {
  const url = file.file_access === 'check_file_info' ? null : (file.url_private_download ?? file.url_private ?? null);
  return { id: file.id, url, hosted: file.mode !== 'external', size: file.size ?? 0 };
}

function isText(file: SlackFile): boolean {
  return file.mode === 'snippet' || (file.mimetype?.startsWith('text/') ?? false);
}

/** What somebody wrote, as a message of the place where they wrote it. */
export function spoken(event: MessageEvent, said: SlackSaid, us: Us): Heard {
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
