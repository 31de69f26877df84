/** Private links: each opens one conversation on any device, as long as its ticket lasts, and a day more. */

/** A private link as it is kept: of what stands in it, only the hash. */
export interface PrivateLink {
  readonly hash: string;
  readonly conversation: string;
  readonly ticket: string;
}

/** The part of a ticket's state that decides whether its links open anything. */
export interface LinkedTicket {
  readonly state: 'waiting' | 'held' | 'closed';
  /** The time of the last change of the state, ISO 8601. */
  readonly changedAt: string;
  readonly personSide: { readonly conversation: string };
  /** Whether the desk ended the links of this ticket. */
  readonly linkRevoked?: boolean;
}

/** The private links of conversations, as a channel uses them. */
export interface Links {
  /** The ticket of a conversation to which a link can be given; null where there is none, or none any more. */
  ticketOf(conversation: string): Promise<string | null>;
  /** Keeps a link; one that is kept already stays as it is. */
  keep(link: PrivateLink): Promise<void>;
  /** Finds the link with a hash; null where there is none, where its time is over, and where the desk ended it. */
  find(hash: string): Promise<PrivateLink | null>;
}

/** The time for which a link outlives the end of its ticket. */
const AFTER_END_MS = 24 * 60 * 60 * 1000;
/** The time for which a link opens a conversation whose ticket no desk has, so that nobody closes it. */
const WITHOUT_DESK_MS = 30 * AFTER_END_MS;

/** Tells whether a link opens its conversation; `ticket` is null where no desk has it, `since` when the link was first made. */
export function isLinkOpen(conversation: string, ticket: LinkedTicket | null, since: string, now: Date): boolean {
  const passed = (at: string): number => now.getTime() - Date.parse(at);
  if (ticket === null) return passed(since) < WITHOUT_DESK_MS;
  // A case that moved to another place is no longer what this conversation is about.
  if (ticket.linkRevoked || ticket.personSide.conversation !== conversation) return false;
  return ticket.state !== 'closed' || passed(ticket.changedAt) < AFTER_END_MS;
}
