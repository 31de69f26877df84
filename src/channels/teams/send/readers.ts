/** Replies that concern one reader, in places where others read along. */
import type { Reply } from '../../../core/reply.ts';
import type { TeamsMembers } from '../desk/members.ts';
import { calledBy, isShared, type TeamsAddress, threadOf } from '../workspace/places.ts';

/** The beginning of the ids by which Teams knows people. */
const A_PERSON = '29:';

/**
 * Tells whether a reply is for its reader alone: a word for one person, or a step after the first answer. All see the
 * first answer, and how it ended: that somebody is helped.
 */
export function isForReader({ to, discreet, quiet, outcome, choices, controls }: Reply): boolean {
  if (to === null) return false;
  return discreet || (quiet === true && outcome === null && choices.length + controls.length > 0);
}

/** Finds Teams' id of the one person who shall see a reply; null where all see it, or where Teams does not know them. */
export async function readerOf(reply: Reply, address: TeamsAddress, members: TeamsMembers): Promise<string | null> {
  if (!isShared(address)) return null;
  if (address.alone) return address.user.id;
  if (!isForReader(reply) || !reply.to!.id.startsWith(`teams:${address.tenant}:`)) return null;
  const id = calledBy(reply.to!, address);
  if (id.startsWith(A_PERSON)) return id;
  const member = await members.find(address, threadOf(address.place).channel, id);
  return member === 'unknown' ? null : (member?.id ?? null);
}
