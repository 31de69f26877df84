/** The names of conversations, people, addresses and posts in Slack, and how they are read again. */
import { randomUUID } from 'node:crypto';
import type { Person } from '../../../core/person.ts';
import { readStored } from '../../../core/stored.ts';

/** The place of a reply, as it is stored with every reply. */
export interface SlackAddress {
  /** The DM or channel; a person's own id where no DM is known yet, and Slack opens it. */
  readonly channel: string;
  readonly thread: string | null;
  /** Whether an offer may be made where everybody sees it: in watched channels that allow it. */
  readonly openly: boolean;
  /**
   * A random mark, given to each message that is taken: by it the replies are found again in Slack's history, whatever
   * the database.
   */
  readonly mark?: string;
  /** The time of an agent's message, so that a sign can be put beside it. */
  readonly ts?: string;
  /** Whether this is a desk's place, and not one where a person wrote. */
  readonly desk?: boolean;
}

/**
 * Names a conversation. A DM is named after its person, so that a command or a shortcut finds it without asking Slack.
 */
export function conversationOf(team: string, place: string, thread: string | null): string {
  return thread === null ? `slack:${team}:${place}` : `slack:${team}:${place}:${thread}`;
}

/** Takes a conversation's name apart. */
export function placeOf(conversation: string): { team: string; place: string; thread: string | null } {
  const [, team = '', place = '', thread = null] = conversation.split(':');
  return { team, place, thread };
}

/** Names a person. Ids are unique in a workspace only, so a person's carries it. */
export function personId(team: string, user: string): string {
  return `slack:${team}:${user}`;
}

/** Finds a person's Slack id; null for a person who is not of Slack, so that nothing else is ever mentioned. */
export function userOf(person: Person): string | null {
  return /^slack:[^:]+:([UW][A-Z0-9]+)$/.exec(person.id)?.[1] ?? null;
}

/** Tells whether a channel id is a DM with one person. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Tells whether an id is a person's: posting to it opens the DM. */
export function isUser(id: string): boolean {
  return /^[UW]/.test(id);
}

/** Writes an address as it is stored. */
export function writeAddress(address: SlackAddress): string {
  return JSON.stringify(address);
}

/** Reads a stored address; null for none, or for one that can no longer be read. */
export function readAddress(stored: string | null): SlackAddress | null {
  const read = readStored(stored) as (Partial<Omit<SlackAddress, 'desk'>> & { readonly desk?: string }) | null;
  if (read === null) return null;
  if (read.desk !== undefined) return { channel: read.desk, thread: null, openly: false, desk: true };
  const { channel, thread = null, openly = false, mark = '', ts } = read;
  return channel === undefined ? null : { channel, thread, openly, mark, ...(ts === undefined ? {} : { ts }) };
}

/** Names a post: by its channel and its time. */
export function refOf(channel: string, ts: string): string {
  return `${channel}|${ts}`;
}

/** Takes a post's name apart; null for none. */
export function readRef(ref: string | null): { readonly channel: string; readonly ts: string } | null {
  const [channel, ts] = ref?.split('|') ?? [];
  return channel && ts ? { channel, ts } : null;
}

/** Puts a fresh random mark on an address. */
export function marked(stored: string | null): string | null {
  return stored === null ? null : JSON.stringify({ ...(JSON.parse(stored) as SlackAddress), mark: randomUUID() });
}
