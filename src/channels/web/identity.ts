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

/**
 * The cookies of the page: `key` opens the browser's own conversation, `link` the one of a private link; `session` is of somebody
 * who signed in, `sign-in` of one who is about to.
 */
export type CookieName = 'key' | 'link' | 'session' | 'sign-in';
const NAMES: Readonly<Record<CookieName, string>> = {
  key: 'firstline',
  link: 'firstline-link',
  session: 'firstline-person',
  'sign-in': 'firstline-person-sign-in',
};
/** The time for which a browser keeps each, in seconds; null is until it is closed. */
const KEPT_S: Readonly<Record<CookieName, number | null>> = {
  key: REMEMBERED_S,
  link: REMEMBERED_S,
  session: null,
  'sign-in': 600,
};

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
  const seconds = value === null ? 0 : KEPT_S[which];
  const rest = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(seconds === null ? [] : [`Max-Age=${seconds}`])];
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

/** Names the conversation of somebody who signed in, the same in every browser. */
export function conversationOfPerson(person: string): string {
  return `web:${createHash('sha256').update(`account ${person}`).digest('base64url')}`;
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
