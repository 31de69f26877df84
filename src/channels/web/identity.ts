/** The identity of a browser on the chat page, and the check that keeps other sites out. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller } from './caller.ts';

/** The time for which a browser remembers its conversation, in seconds: 90 days. */
const REMEMBERED_S = 7_776_000;
/** A key as it is made today (192 bits). */
const KEY = /^[\w-]{32}$/;
/** A key as it was made before: also the name of its conversation. It is taken where the page is not public. */
const OLD_KEY = /^[\w-]{22}$/;

/** The cookies of the page: `key` opens the browser's own conversation, `link` the one of a private link. */
export type CookieName = 'key' | 'link';
const NAMES: Readonly<Record<CookieName, string>> = { key: 'firstline', link: 'firstline-link' };

/**
 * Reads a cookie of the page; null where there is none. Behind TLS its name has a prefix, under which browsers take a
 * cookie from this host alone, and never from a site beside it.
 */
export function cookieOf(
  request: IncomingMessage,
  { secure }: Pick<Caller, 'secure'>,
  which: CookieName,
): string | null {
  const wanted = nameOf(which, secure);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === wanted && value) return value;
  }
  return null;
}

/** Makes the header that sets a cookie, or with null takes it away. Lax lets a browser that comes from a link on the intranet keep its conversation. */
export function setCookie(which: CookieName, value: string | null, { secure }: Pick<Caller, 'secure'>): string {
  const rest = ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${value === null ? 0 : REMEMBERED_S}`];
  return [`${nameOf(which, secure)}=${value ?? ''}`, ...rest, ...(secure ? ['Secure'] : [])].join('; ');
}

/** Makes a key of 192 bits that nobody can guess. */
export function newKey(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Names the conversation that a key opens; null for a key of another shape. The name follows from the key and does not
 * give it away: names stand in the log and in the database, keys nowhere.
 */
export function conversationOf(key: string | null, { secure }: Pick<Caller, 'secure'>): string | null {
  if (key === null) return null;
  if (KEY.test(key)) return `web:${createHash('sha256').update(key).digest('base64url')}`;
  return !secure && OLD_KEY.test(key) ? `web:${key}` : null;
}

/** Tells whether the page itself made the request, and not a page of another site. */
export function isSameSite({ headers }: IncomingMessage, { host }: Pick<Caller, 'host'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  // A page without an origin of its own (sandboxed, or opened from a file) says "null".
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host.toLowerCase());
}

function nameOf(which: CookieName, secure: boolean): string {
  return `${secure ? '__Host-' : ''}${NAMES[which]}`;
}
