/** The identity of a browser on the chat page, and the checks that keep other sites out. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE = 'firstline';

/**
 * Names the conversation a browser is in: a random number in a cookie that no script can read; null before its first
 * visit.
 */
export function conversationOf(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value && /^[\w-]{22}$/.test(value)) return `web:${value}`;
  }
  return null;
}

/**
 * Makes a conversation that nobody can guess (128 bits), and the header that makes the browser remember it for 90 days.
 * The cookie is Lax, so that a browser that comes from a link on the intranet keeps its conversation.
 */
export function newConversation(): { conversation: string; cookie: string } {
  const id = randomBytes(16).toString('base64url');
  return { conversation: `web:${id}`, cookie: `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000` };
}

/** Tells whether a request came under a name of this machine: any other may be another site's trick (DNS rebinding). */
export function isOurHost(request: IncomingMessage, host: string): boolean {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return ['localhost', '127.0.0.1', '[::1]', host.toLowerCase()].includes(name);
}

/** Tells whether the page itself made the request, and not a page of another site. */
export function isSameSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  return origin === undefined || new URL(origin).host === request.headers.host;
}

/** Tells whether a request comes from this machine. */
export function isLoopback(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? '';
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
