/** The conversation that a request is for: the browser's own, or the one that a private link opens. */
import type { IncomingMessage } from 'node:http';
import { Fault } from '../../core/fault.ts';
import type { Host } from '../../core/host.ts';
import type { Caller } from './caller.ts';
import { conversationOf, cookieOf } from './identity.ts';
import { hashOf, tokenFor } from './token.ts';

/** A visit of a conversation. */
export interface Visit {
  readonly conversation: string;
  /** The hash of the private link that opened it; null for the browser's own conversation. */
  readonly link: string | null;
  /** Makes the token of the private link to this conversation for a ticket of it. */
  readonly tokenFor: (ticket: string) => string;
}

/**
 * Finds the visit that a request belongs to.
 * @throws Fault NO_CONVERSATION when the request brings no cookie, LINK_OVER when its private link opens nothing any more
 */
export async function visitOf(request: IncomingMessage, caller: Caller, { say, links }: Host): Promise<Visit> {
  const token = cookieOf(request, caller, 'link');
  if (token !== null) {
    const link = await links.find(hashOf(token));
    if (!link) throw linkOver(say);
    return { conversation: link.conversation, link: link.hash, tokenFor: () => token };
  }
  const key = cookieOf(request, caller, 'key');
  const conversation = conversationOf(key, caller);
  if (key === null || conversation === null) throw noConversation(say);
  return { conversation, link: null, tokenFor: (ticket) => tokenFor(key, ticket) };
}

/** The fault of a request without a conversation. */
export function noConversation(say: Host['say']): Fault {
  return new Fault('NO_CONVERSATION', say('page-lost'), say('page-lost-cure'));
}

/** The fault of a private link that opens nothing, or nothing any more; which of them is nobody's business. */
export function linkOver(say: Host['say']): Fault {
  return new Fault('LINK_OVER', say('page-link-over'), say('page-link-over-cure'));
}
