/** The conversation that a request is for: the browser's own, the one that a private link opens, or a signed-in person's. */
import type { IncomingMessage } from 'node:http';
import type { PageSession } from '../../core/accounts.ts';
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
  /** The session of somebody who signed in, with its key; null for a guest. */
  readonly session: (PageSession & { readonly key: string }) | null;
  /** Makes the token of the private link to this conversation for a ticket of it; null where none is given out. */
  readonly tokenFor: ((ticket: string) => string) | null;
  /** Tells whether it still lasts: a link can be ended, and a session too, while the page is open. */
  lasts(): Promise<boolean>;
}

/**
 * Finds the visit that a request belongs to.
 * @throws Fault NO_CONVERSATION when the request brings no cookie, LINK_OVER when its private link opens nothing any more,
 * SIGNED_OUT when its sign-in has ended
 */
export async function visitOf(request: IncomingMessage, caller: Caller, host: Host): Promise<Visit> {
  const token = cookieOf(request, caller, 'link');
  if (token !== null) return visitByLink(token, host);
  const sessionKey = cookieOf(request, caller, 'session');
  if (sessionKey !== null) return visitByAccount(sessionKey, host);
  const key = cookieOf(request, caller, 'key');
  const conversation = conversationOf(key, caller);
  if (key === null || conversation === null || (await isPersons(conversation, host))) throw noConversation(host.say);
  return {
    ...{ conversation, link: null, session: null },
    tokenFor: (ticket) => tokenFor(key, ticket),
    lasts: async () => true,
  };
}

async function visitByLink(token: string, { say, links }: Host): Promise<Visit> {
  const link = await links.find(hashOf(token));
  if (!link) throw linkOver(say);
  return {
    ...{ conversation: link.conversation, link: link.hash, session: null },
    tokenFor: () => token,
    lasts: async () => (await links.find(link.hash)) !== null,
  };
}

async function visitByAccount(key: string, { say, accounts }: Host): Promise<Visit> {
  const session = (await accounts?.session(key)) ?? null;
  if (!session) throw new Fault('SIGNED_OUT', say('page-signed-out'), say('page-signed-out-cure'));
  const { conversation } = session;
  return {
    ...{ conversation, link: null, session: { ...session, key }, tokenFor: null },
    lasts: async () => (await accounts?.session(key))?.conversation === conversation,
  };
}

/**
 * Whether a conversation belongs to somebody who signed in: the key with which it once began as a guest's opens it no more.
 */
export async function isPersons(conversation: string, { accounts, helped }: Host): Promise<boolean> {
  return accounts !== null && (await helped(conversation))?.account !== undefined;
}

/** The fault of a request without a conversation. */
export function noConversation(say: Host['say']): Fault {
  return new Fault('NO_CONVERSATION', say('page-lost'), say('page-lost-cure'));
}

/** The fault of a private link that opens nothing, or nothing any more; which of them is nobody's business. */
export function linkOver(say: Host['say']): Fault {
  return new Fault('LINK_OVER', say('page-link-over'), say('page-link-over-cure'));
}
