/** The names of places, conversations and people in Teams, and the addresses of replies. */
import { z } from 'zod';
import type { Person } from '../../../core/person.ts';
import { readStored } from '../../../core/stored.ts';
import type { Account, Activity } from '../receive/activity.ts';

/** Teams' mark between a conversation and a thread of it. */
const THREAD = ';messageid=';

/** The place of a message, and so of its reply: stored with every reply, and enough to write there after a restart. */
export interface TeamsAddress {
  readonly serviceUrl: string;
  /** Teams' own id of the conversation; in a thread, of a channel or a chat, with the thread's `;messageid=`. */
  readonly place: string;
  readonly kind: 'personal' | 'group' | 'channel';
  readonly tenant: string;
  readonly bot: { readonly id: string; readonly name: string | null };
  /** The person who wrote: `id` is the one Teams wants for a mention, `person` is Firstline's. */
  readonly user: { readonly id: string; readonly name: string | null; readonly person: string };
  /** The team of a channel: its thread id, and its id in the directory; null where Teams did not tell that. */
  readonly team: { readonly id: string; readonly group: string | null } | null;
  /** The id of the message that led to it. */
  readonly activity: string | null;
  /** Whether the app was just installed, and so says what it can do. */
  readonly welcome?: boolean;
  /** Set where the person wrote so that only the bot sees it: nobody else sees the answers either. */
  readonly alone?: true;
}

/** Makes the address of an activity's place. */
export function addressOf(activity: Activity, tenant: string): TeamsAddress {
  const { from, recipient, channelData, serviceUrl } = activity;
  const kind = kindOf(activity);
  return {
    serviceUrl,
    place: kind === 'channel' ? withThread(activity) : inThread(activity),
    kind,
    tenant,
    bot: { id: recipient.id, name: recipient.name ?? null },
    user: { id: from.id, name: from.name ?? null, person: personId(tenant, from) },
    team: channelData?.team?.id ? { id: channelData.team.id, group: channelData.team.aadGroupId ?? null } : null,
    activity: activity.id ?? null,
  };
}

/**
 * Makes the address of a message that only the bot sees. Outside of a thread it begins none, so each person has a
 * conversation of their own in the channel, as in a group chat.
 */
export function privatelyIn(address: TeamsAddress, { conversation, channelData }: Activity): TeamsAddress {
  const threaded = conversation.id.includes(THREAD) || Boolean(channelData?.thread?.id);
  if (address.kind === 'personal') return address;
  return threaded
    ? { ...address, alone: true }
    : { ...address, kind: 'group', place: threadOf(address.place).channel, alone: true };
}

/**
 * Finds the place of a conversation that somebody answered from a message only they see: Teams may not tell its thread.
 * Null for a conversation of another channel or chat.
 */
export function placeIn(conversation: string, address: TeamsAddress): TeamsAddress | null {
  const { channel } = threadOf(address.place);
  const here = `teams:${address.tenant}:${channel}:`;
  if (!conversation.startsWith(here)) return null;
  const rest = conversation.slice(here.length);
  if (/^\d+$/.test(rest)) return { ...address, kind: 'channel', place: channel + THREAD + rest };
  return here + rest === `${here}${address.user.person.slice(`teams:${address.tenant}:`.length)}`
    ? { ...address, kind: 'group', place: channel, ...(address.kind === 'channel' ? { alone: true as const } : {}) }
    : null;
}

/** Finds the tenant of an activity, which the signed token vouches for; null for none. */
export function tenantOf({ channelData, conversation }: Activity): string | null {
  return channelData?.tenant?.id || conversation.tenantId || null;
}

/**
 * Names the conversation of an address. A channel's is its thread. In a group chat each person has a conversation of
 * their own: one person's case must not keep all others from being helped. A chat's threads are no conversations: the
 * bot's answers stand in the thread where the person wrote last, and the case goes on in another one.
 */
export function conversationOf(address: TeamsAddress): string {
  const { kind, tenant, place, user } = address;
  const { channel, root } = threadOf(place);
  if (kind === 'channel') {
    return `teams:${tenant}:${channel}:${root}`;
  }
  const chat = `teams:${tenant}:${channel}`;
  return kind === 'group' ? `${chat}:${user.person.slice(`teams:${tenant}:`.length)}` : chat;
}

/** Tells whether a conversation takes place at an address; in a group chat it may be another person's. */
export function isHere(conversation: string, address: TeamsAddress): boolean {
  if (address.kind !== 'group') return conversation === conversationOf(address);
  return conversation.startsWith(`teams:${address.tenant}:${threadOf(address.place).channel}:`);
}

/** Takes a place apart into the channel or chat, and the thread's first message; Teams writes them as one. */
export function threadOf(place: string): { readonly channel: string; readonly root: string } {
  const [channel = '', root = ''] = place.split(THREAD);
  return { channel, root };
}

/** Names a person: by their id in the directory, which is the same in all places and for Graph. */
export function personId(tenant: string, { id, aadObjectId }: Pick<Account, 'id' | 'aadObjectId'>): string {
  return `teams:${tenant}:${aadObjectId || id}`;
}

/** Makes the person who wrote from an address. */
export function personOf({ user }: TeamsAddress): Person {
  return { id: user.person, name: user.name };
}

/** Finds Teams' id of a person, for a mention: the id they wrote with, else the one of the directory. */
export function calledBy(person: Person, address: TeamsAddress): string {
  return person.id === address.user.person ? address.user.id : person.id.slice(`teams:${address.tenant}:`.length);
}

/** Tells whether others read along at an address. */
export function isShared({ kind }: TeamsAddress): boolean {
  return kind !== 'personal';
}

/** Writes an address as it is stored. */
export function writeAddress(address: TeamsAddress): string {
  return JSON.stringify(address);
}

/** Reads a stored address; null for none, for a desk's, and for one that can no longer be read. */
export function readAddress(stored: string | null): TeamsAddress | null {
  return Stored.safeParse(readStored(stored)).data ?? null;
}

const Called = { id: z.string(), name: z.string().nullable() };
const Stored: z.ZodType<TeamsAddress> = z.object({
  serviceUrl: z.string(),
  place: z.string(),
  kind: z.enum(['personal', 'group', 'channel']),
  tenant: z.string(),
  bot: z.object(Called),
  user: z.object({ ...Called, person: z.string() }),
  team: z.object({ id: z.string(), group: z.string().nullable() }).nullable(),
  activity: z.string().nullable(),
  welcome: z.boolean().optional(),
  alone: z.literal(true).optional(),
});

function kindOf({ conversation, channelData }: Activity): TeamsAddress['kind'] {
  switch (conversation.conversationType) {
    case 'personal':
    case 'channel':
      return conversation.conversationType;
    case 'groupChat':
      return 'group';
    default:
      if (channelData?.channel?.id || /@thread\.(tacv2|skype)/.test(conversation.id)) return 'channel';
      return conversation.isGroup ? 'group' : 'personal';
  }
}

/**
 * Completes a thread's place: its first message may come without its own id in the conversation's, and an answer's
 * `replyToId` is often missing.
 */
function withThread({ conversation, channelData, replyToId, id }: Activity): string {
  if (conversation.id.includes(THREAD)) return conversation.id;
  return conversation.id + THREAD + (channelData?.thread?.id || replyToId || id || '');
}

/** Completes a chat's place by the thread that the message stands in; a message outside of threads has none. */
function inThread({ conversation, channelData }: Activity): string {
  const root = channelData?.thread?.id;
  return root && !conversation.id.includes(THREAD) ? conversation.id + THREAD + root : conversation.id;
}
