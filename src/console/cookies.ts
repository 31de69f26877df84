/** Cookies of the console. */
import type { IncomingMessage } from 'node:http';

/**
 * Reads a cookie; null where there is none. Behind TLS its name has a prefix, under which browsers take a cookie from this host
 * alone, and never from a site beside it.
 */
export function readCookie(request: IncomingMessage, name: string, secure: boolean): string | null {
  const wanted = prefixed(name, secure);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === wanted) return part.slice(at + 1).trim() || null;
  }
  return null;
}

/**
 * Makes the header that sets a cookie, or with null takes it away; `seconds` null is until the browser is closed. Lax lets
 * somebody who comes by a link to a ticket be known; whatever changes something is checked besides.
 */
export function writeCookie(name: string, value: string | null, secure: boolean, seconds: number | null): string {
  const age = value === null ? 0 : seconds;
  const parts = [`${prefixed(name, secure)}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  return [...parts, ...(age === null ? [] : [`Max-Age=${age}`]), ...(secure ? ['Secure'] : [])].join('; ');
}

function prefixed(name: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}${name}`;
}
