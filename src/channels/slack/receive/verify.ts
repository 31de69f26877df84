import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request further from our clock is refused, in either direction: Slack's own rule, and the future is no better than the past. */
const WINDOW_S = 300;

/** Whether a request is Slack's: the signature over its raw bytes, and a time that is now. Pure: the clock is passed in. */
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

/** The signature of a body at a time, for those who check an address of ours. */
export function sign(secret: string, body: Buffer | string, timestamp: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}
