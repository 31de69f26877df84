/** Sessions of people who signed in to the console: in the database, so that every instance knows them, and sealed there. */
import type { ConsoleUser, KeptSession } from '../core/console.ts';
import type { Store } from '../core/store.ts';
import { hashOf, newKey, seal, unseal } from './sealed.ts';

/** The time after which a session ends that nobody uses, and after which any ends, in milliseconds. */
const IDLE_MS = 60 * 60_000;
const LONGEST_MS = 10 * 60 * 60_000;
/** The time for a sign-in at the provider, in milliseconds. */
const PENDING_MS = 10 * 60_000;
/**
 * The pause between two notes of a session's use, in milliseconds: not every request is worth a write. A session that is
 * left alone may end so much sooner.
 */
const NOTE_EVERY_MS = 60_000;
/**
 * The pause after which the provider is asked for somebody's roles again, in milliseconds: so long does a role count that was
 * taken away. After a failure to reach the provider it is asked again sooner.
 */
const ASK_EVERY_MS = 5 * 60_000;
const ASK_AGAIN_MS = 30_000;

/** The content of a session: who it is, and the provider's tokens. */
export interface SignedIn {
  readonly user: ConsoleUser;
  /** The token that the provider wants to hear when it ends. */
  readonly idToken: string;
  /** The token that somebody's roles are asked for with; null where the provider gives none. */
  readonly refreshToken: string | null;
  /** The time from which on the provider is asked again, in milliseconds since 1970. */
  readonly askAt: number;
}

/** The answer of the provider: as it is now, nobody any more, or not to be reached. */
export type Renewal = Omit<SignedIn, 'askAt'> | 'over' | 'unknown';

/** The part of the store that sessions are kept in. */
export type SessionStore = Pick<Store, 'keepSession' | 'session' | 'swapSession' | 'useSession' | 'endSession'>;

/** Keeps sessions and sign-ins under way by the hash of their keys. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #now: () => number;
  readonly #renew: (session: SignedIn) => Promise<Renewal>;

  /** `renew` asks the provider who it is now. */
  constructor(store: SessionStore, now: () => number, renew: (session: SignedIn) => Promise<Renewal>) {
    this.#store = store;
    this.#now = now;
    this.#renew = renew;
  }

  /** Begins a session; answers its key. */
  begin(session: Omit<SignedIn, 'askAt'>): Promise<string> {
    return this.#keep('session', { ...session, askAt: this.#now() + ASK_EVERY_MS }, LONGEST_MS);
  }

  /** Keeps a sign-in under way; answers its key. */
  beginSignIn(signIn: object): Promise<string> {
    return this.#keep('sign-in', signIn, PENDING_MS);
  }

  /** Ends a sign-in under way; answers what was kept, once. */
  async endSignIn<T extends object>(key: string): Promise<T | null> {
    const kept = await this.#store.endSession(hashOf(key));
    return kept?.kind === 'sign-in' && !this.#isOver(kept) ? unseal<T>(key, kept.data) : null;
  }

  /** The user of a session that is not over; `isUse` where somebody does something, rather than a page that is left open. */
  async userOf(key: string, isUse: boolean): Promise<ConsoleUser | null> {
    const kept = await this.#store.session(hashOf(key));
    if (kept?.kind !== 'session' || this.#isOver(kept)) return null;
    const session = unseal<SignedIn>(key, kept.data);
    if (!session) return null;
    const now = this.#now();
    if (isUse && now - Date.parse(kept.usedAt) > NOTE_EVERY_MS) await this.#store.useSession(kept.hash, iso(now));
    return session.refreshToken !== null && now >= session.askAt ? this.#renewed(key, kept, session) : session.user;
  }

  /** Ends a session; answers the provider's own token of it, null where there was none. */
  async end(key: string): Promise<string | null> {
    const kept = await this.#store.endSession(hashOf(key));
    return kept?.kind === 'session' ? (unseal<SignedIn>(key, kept.data)?.idToken ?? null) : null;
  }

  /** Asks the provider who it is now; of several requests and instances that find it is time, one does. */
  async #renewed(key: string, kept: KeptSession, session: SignedIn): Promise<ConsoleUser | null> {
    const { hash } = kept;
    const asking = seal(key, { ...session, askAt: this.#now() + ASK_AGAIN_MS });
    if (!(await this.#store.swapSession(hash, kept.data, asking))) return session.user;
    const now = await this.#renew(session);
    if (now === 'unknown') return session.user;
    if (now === 'over' || now.user.person.id !== session.user.person.id) {
      await this.#store.endSession(hash);
      return null;
    }
    await this.#store.swapSession(hash, asking, seal(key, { ...now, askAt: this.#now() + ASK_EVERY_MS }));
    return now.user;
  }

  async #keep(kind: KeptSession['kind'], value: object, forMs: number): Promise<string> {
    const key = newKey();
    const now = this.#now();
    await this.#store.keepSession(
      { hash: hashOf(key), kind, person: null, data: seal(key, value), usedAt: iso(now), until: iso(now + forMs) },
      iso(now),
    );
    return key;
  }

  #isOver({ kind, usedAt, until }: KeptSession): boolean {
    const now = this.#now();
    const idle = kind === 'session' ? IDLE_MS : PENDING_MS;
    return now > Date.parse(until) || now - Date.parse(usedAt) > idle;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
