/** Sessions of people who signed in to the console, in the memory of this process. */
import { createHash, randomBytes } from 'node:crypto';
import type { ConsoleUser } from '../core/console.ts';

/** The time after which a session ends that nobody uses, and after which any ends, in milliseconds. */
const IDLE_MS = 60 * 60_000;
const LONGEST_MS = 10 * 60 * 60_000;
/** The largest number of sessions; beyond it the oldest ends. */
const MOST = 5000;

/** A session: who it is, and what the provider wants to hear when it ends. */
interface SignedIn {
  readonly user: ConsoleUser;
  readonly idToken: string;
  readonly began: number;
  used: number;
}

/** Keeps sessions by the hash of their keys, so that a look at memory or a log gives none away. */
export class Sessions {
  readonly #open = new Map<string, SignedIn>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Begins a session; answers its key, 192 random bits. */
  begin(user: ConsoleUser, idToken: string): string {
    const key = randomBytes(24).toString('base64url');
    const now = this.#now();
    for (const [hash, session] of this.#open) if (this.#isOver(session)) this.#open.delete(hash);
    if (this.#open.size >= MOST) this.#open.delete(this.#open.keys().next().value!);
    this.#open.set(hashOf(key), { user, idToken, began: now, used: now });
    return key;
  }

  /** The user of a session that is not over; `isUse` where somebody does something, rather than a page that is left open. */
  userOf(key: string, isUse: boolean): ConsoleUser | null {
    const session = this.#open.get(hashOf(key));
    if (!session || this.#isOver(session)) return null;
    if (isUse) session.used = this.#now();
    return session.user;
  }

  /** Ends a session; answers the provider's own token of it, null where there was none. */
  end(key: string): string | null {
    const hash = hashOf(key);
    const session = this.#open.get(hash);
    this.#open.delete(hash);
    return session?.idToken ?? null;
  }

  #isOver({ began, used }: SignedIn): boolean {
    const now = this.#now();
    return now - used > IDLE_MS || now - began > LONGEST_MS;
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
