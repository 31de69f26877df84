/**
 * Seals what is kept of a sign-in: the key is in a cookie of the browser alone, and the database has its hash. Whoever reads
 * the database, or a backup of it, can neither use a session nor read the provider's tokens.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A new key: 192 random bits. */
export function newKey(): string {
  return randomBytes(24).toString('base64url');
}

/** The hash of a key, by which what belongs to it is found. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** Seals a value with a key. */
export function seal(key: string, value: object): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secretOf(key), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what was sealed with a key; null where it was another key, or was changed. */
export function unseal<T extends object>(key: string, sealed: string): T | null {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv(CIPHER, secretOf(key), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as T;
  } catch {
    return null;
  }
}

function secretOf(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'firstline console session', 32));
}
