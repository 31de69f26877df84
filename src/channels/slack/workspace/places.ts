import { randomUUID } from 'node:crypto';
import type { Person } from '../../../core/person.ts';

/** Where a reply is posted, as it is stored with every reply. */
export interface SlackAddress {
  /** The DM or channel; a person's own id where no DM is known yet: Slack opens it. */
  readonly channel: string;
  readonly thread: string | null;
  /** In watched channels that allow it, an offer is made where everybody sees it. */
  readonly openly: boolean;
  /** Random, given to each message we take: by it the replies to it are found again in Slack's history, whatever the database. */
  readonly mark?: string;
  /** Of what an agent wrote: when, so that a sign can be put beside it. */
  readonly ts?: string;
  /** A desk's place, and not where somebody wrote. */
  readonly desk?: boolean;
}

/** The name of a conversation: a DM is named after its person, so that a command or a shortcut finds it without asking Slack. */
export function conversationOf(team: string, place: string, thread: string | null): string {
  return thread === null ? `slack:${team}:${place}` : `slack:${team}:${place}:${thread}`;
}

/** A conversation's name taken apart again. */
export function placeOf(conversation: string): { team: string; place: string; thread: string | null } {
  const [, team = '', place = '', thread = null] = conversation.split(':');
  return { team, place, thread };
}

/** Ids are unique in a workspace only, so a person's carries it. */
export function personId(team: string, user: string): string {
  return `slack:${team}:${user}`;
}

/** A person's Slack id; null for what is none, so that nothing else is ever mentioned. */
export function userOf(person: Person): string | null {
  return /^slack:[^:]+:([UW][A-Z0-9]+)$/.exec(person.id)?.[1] ?? null;
}

/** Whether a channel id is a DM with one person. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Whether an id is a person's: posting to it opens the DM. */
export function isUser(id: string): boolean {
  return /^[UW]/.test(id);
}

export function writeAddress(address: SlackAddress): string {
  return JSON.stringify(address);
}

/** An address as it was stored; null for none, or for what no longer can be read. */
export function readAddress(stored: string | null): SlackAddress | null {
  if (stored === null) return null;
  const read = JSON.parse(stored) as Partial<Omit<SlackAddress, 'desk'>> & { readonly desk?: string };
  if (read.desk !== undefined) return { channel: read.desk, thread: null, openly: false, desk: true };
  const { channel, thread = null, openly = false, mark = '', ts } = read;
  return channel === undefined ? null : { channel, thread, openly, mark, ...(ts === undefined ? {} : { ts }) };
}

/** What a post is called in the store: where it stands, and since when. */
export function refOf(channel: string, ts: string): string {
  return `${channel}|${ts}`;
}

/** A post's name taken apart again; null for none. */
export function readRef(ref: string | null): { readonly channel: string; readonly ts: string } | null {
  const [channel, ts] = ref?.split('|') ?? [];
  return channel && ts ? { channel, ts } : null;
}

/** An address with a mark of its own. */
export function marked(stored: string | null): string | null {
  return stored === null ? null : JSON.stringify({ ...(JSON.parse(stored) as SlackAddress), mark: randomUUID() });
}
