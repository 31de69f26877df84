/** The tokens of private links. */
import { createHash, createHmac } from 'node:crypto';

/** A token: 128 bits. */
export const TOKEN = /^[\w-]{22}$/;
const BYTES = 16;

/**
 * Makes the token of the private link to a ticket's conversation from the key that its browser keeps: 128 bits that follow
 * from 192 random ones. So the page shows the same link whenever it is opened, and yet the link is written down nowhere.
 */
export function tokenFor(key: string, ticket: string): string {
  const bits = createHmac('sha256', key).update(`link ${ticket}`).digest();
  return bits.subarray(0, BYTES).toString('base64url');
}

/** The hash under which a link is kept. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
