/** The keys with which the Bot Framework signs what Teams sends. */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../../../core/fault.ts';
import { FAULTS } from '../../../core/faults.ts';
import type { Log } from '../../../core/log.ts';
import { Troubles } from '../../../core/troubles.ts';
import { CLOUDS } from '../workspace/clouds.ts';

/** A signing key, and the channels it may sign for. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly endorsements: readonly string[];
}

const Document = z.object({ jwks_uri: z.url() });
const Keys = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), endorsements: z.array(z.string()).nullish() })),
});

/** The age from which keys are fetched anew in the background, in milliseconds. */
const FRESH_MS = 24 * 60 * 60 * 1000;
/** The age up to which keys are used while nobody can tell whether they still hold, in milliseconds. */
const LONGEST_MS = 7 * FRESH_MS;
/**
 * The least time between two fetches for unknown keys, in milliseconds: an unknown key may be a new one, but strangers
 * must not make the bot fetch at will.
 */
const ASK_AGAIN_MS = 60_000;
/** The pause after a failed fetch, in milliseconds: a service in trouble is not asked for every message. */
const AFTER_FAILURE_MS = 5000;
const PATIENCE_MS = 5000;

/**
 * The Bot Framework's keys, fetched once and kept. While the key service is down, a request signed with a known key is
 * still believed; where no key can be had, nobody can say whether a request is genuine, and Teams is asked to send it
 * again.
 */
export class KeyDocument {
  readonly #url: string;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #troubles: Troubles;
  #keys: ReadonlyMap<string, SigningKey> = new Map();
  #loadedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<boolean> | null = null;

  constructor({ url = CLOUDS.public.keys, now = Date.now, log }: { url?: string; now?: () => number; log: Log }) {
    this.#url = url;
    this.#now = now;
    this.#log = log;
    this.#troubles = new Troubles(now);
  }

  /**
   * Finds the key of an id; null when there certainly is none.
   * @throws Fault KEYS_UNREACHABLE when that can't be known.
   */
  async key(id: string): Promise<SigningKey | null> {
    const age = this.#now() - this.#loadedAt;
    const known = age < LONGEST_MS ? this.#keys.get(id) : undefined;
    if (known) {
      if (age >= FRESH_MS) void this.#load();
      return known;
    }
    if (age < ASK_AGAIN_MS) return null;
    if (await this.#load()) return this.#keys.get(id) ?? null;
    throw new Fault(
      'KEYS_UNREACHABLE',
      'The request can’t be checked right now.',
      'Try again in a moment; if it lasts, see whether this machine reaches the key document: npx firstline doctor teams.',
    );
  }

  /** Fetches the keys, once for all who wait; false when that failed. */
  #load(): Promise<boolean> {
    if (this.#now() - this.#failedAt < AFTER_FAILURE_MS) return Promise.resolve(false);
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #fetch(): Promise<boolean> {
    try {
      const { jwks_uri } = Document.parse(await readJson(this.#url));
      const { keys } = Keys.parse(await readJson(jwks_uri));
      const found = keys
        .filter((k) => k.kty === 'RSA')
        .map((k): [string, SigningKey] => [
          k.kid,
          {
            key: createPublicKey({ key: k as unknown as JsonWebKey, format: 'jwk' }),
            endorsements: k.endorsements ?? [],
          },
        ]);
      if (found.length === 0) throw new Error('no keys in it');
      this.#keys = new Map(found);
      this.#loadedAt = this.#now();
      this.#troubles.over('keys');
      return true;
    } catch (error) {
      this.#failedAt = this.#now();
      const times = this.#troubles.came('keys');
      const { cure } = FAULTS.KEYS_UNREACHABLE;
      if (times !== null)
        this.#log.warn(
          { err: error, code: 'KEYS_UNREACHABLE', cure, ...(times > 0 ? { times } : {}) },
          'the Bot Framework’s keys could not be fetched',
        );
      return false;
    }
  }
}

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
