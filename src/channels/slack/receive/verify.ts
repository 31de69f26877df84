/** Verifies that a request was signed by Slack. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The largest difference between a request's time and this clock, in seconds: Slack's own rule. It holds in both
 * directions, because a request from the future is no better than an old one.
 */
const WINDOW_S = 300;

/**
 * Tells whether a request is Slack's: by the signature over its raw bytes, and by its time. Pure: the clock is passed
 * in.
 */
export function isSlacks(
  secret: string,
  body: Buffer,
  headers: { readonly timestamp: string | undefined; readonly signature: string | undefined },
  now: Date,
): boolean {
  const { timestamp, signature } = headers;
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_S) return false;
  const expected = Buffer.from(sign(secret, body, timestamp));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Signs a body at a time (seconds since 1970, in digits) as Slack does; the doctor uses it to test an address. */
export function sign(secret: string, body: Buffer | string, timestamp: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}
