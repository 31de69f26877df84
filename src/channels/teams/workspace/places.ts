import type { Person } from '../../../core/person.ts';
import type { Account, Activity } from '../receive/activity.ts';

/** Where something was said, and so where its reply goes: as it is stored with every reply, enough to write there after a restart. */
export interface TeamsAddress {
  readonly serviceUrl: string;
  /** Teams' own id of it; in a channel with the thread's `;messageid=`. */
  readonly place: string;
  readonly kind: 'personal' | 'group' | 'channel';
  readonly tenant: string;
  readonly bot: { readonly id: string; readonly name: string | null };
  /** Who wrote; `id` is what Teams wants to be called with, `person` ours. */
  readonly user: { readonly id: string; readonly name: string | null; readonly person: string };
  /** The team a channel belongs to: its thread id, and its id in the directory where Teams told it. */
  readonly team: { readonly id: string; readonly group: string | null } | null;
  /** The message that led to it. */
  readonly activity: string | null;
  /** Whether the app was just installed, so that it says what it can do. */
  readonly welcome?: boolean;
}

/** The place an activity belongs to. */
export function addressOf(activity: Activity, tenant: string): TeamsAddress {
  const { from, recipient, conversation, channelData, serviceUrl } = activity;
  const kind = kindOf(activity);
  return {
    serviceUrl,
    place: kind === 'channel' ? withThread(activity) : conversation.id,
    kind,
    tenant,
    bot: { id: recipient.id, name: recipient.name ?? null },
    user: { id: from.id, name: from.name ?? null, person: personId(tenant, from) },
    team: channelData?.team?.id ? { id: channelData.team.id, group: channelData.team.aadGroupId ?? null } : null,
    activity: activity.id ?? null,
  };
}

/** The tenant an activity comes from, as Microsoft vouches for it. */
export function tenantOf({ channelData, conversation }: Activity): string | null {
  return channelData?.tenant?.id || conversation.tenantId || null;
}

/**
 * The conversation's name. A channel's is its thread. A group chat has no threads, so each person has a conversation of their
 * own there: somebody's case must not keep everybody else from being helped.
 */
export function conversationOf(address: TeamsAddress): string {
  const { kind, tenant, place, user } = address;
  if (kind === 'channel') {
    const { channel, root } = threadOf(place);
    return `teams:${tenant}:${channel}:${root}`;
  }
  const chat = `teams:${tenant}:${place}`;
  return kind === 'group' ? `${chat}:${user.person.slice(`teams:${tenant}:`.length)}` : chat;
}

/** Whether a conversation takes place where an address says (it may be somebody else's, in a group chat). */
export function isHere(conversation: string, address: TeamsAddress): boolean {
  if (address.kind !== 'group') return conversation === conversationOf(address);
  return conversation.startsWith(`teams:${address.tenant}:${address.place}:`);
}

/** A thread's channel and its first message; Teams writes them as one. */
export function threadOf(place: string): { readonly channel: string; readonly root: string } {
  const [channel = '', root = ''] = place.split(';messageid=');
  return { channel, root };
}

/** Our name of a person: by their id in the directory, which is the same in all places and for Graph. */
export function personId(tenant: string, { id, aadObjectId }: Pick<Account, 'id' | 'aadObjectId'>): string {
  return `teams:${tenant}:${aadObjectId || id}`;
}

export function personOf({ user }: TeamsAddress): Person {
  return { id: user.person, name: user.name };
}

/** What Teams calls a person, for a mention: the id they wrote with, else the one of the directory. */
export function calledBy(person: Person, address: TeamsAddress): string {
  return person.id === address.user.person ? address.user.id : person.id.slice(`teams:${address.tenant}:`.length);
}

export function isShared({ kind }: TeamsAddress): boolean {
  return kind !== 'personal';
}

export function writeAddress(address: TeamsAddress): string {
  return JSON.stringify(address);
}

/** An address as it was stored; only this channel writes them. */
export function readAddress(stored: string | null): TeamsAddress | null {
  return stored === null ? null : (JSON.parse(stored) as TeamsAddress);
}

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

/** A first message of a thread may come without its own id in the conversation's; an answer's `replyToId` is often missing. */
function withThread({ conversation, replyToId, id }: Activity): string {
  if (conversation.id.includes(';messageid=')) return conversation.id;
  return `${conversation.id};messageid=${replyToId || id || ''}`;
}
