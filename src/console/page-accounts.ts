/** The company accounts of people on the chat page: the same provider as the console's, without roles. */
import { createHash } from 'node:crypto';
import type { IDToken } from 'openid-client';
import { type Accounts, markOf, type PageSession, type SignInPlace } from '../core/accounts.ts';
import { Fault } from '../core/fault.ts';
import { cleanText } from '../core/message.ts';
import type { CompanyAccount } from '../core/person.ts';
import { nameIn, type Provider, type SignInSecrets } from './provider.ts';
import { hashOf, newKey, seal, unseal } from './sealed.ts';
import type { SessionStore } from './sessions.ts';

/** The claims that the provider is asked for: name, language, and mail address. */
const SCOPES = 'openid profile email';
/** The time for a sign-in at the provider, in milliseconds. */
const PENDING_MS = 10 * 60_000;
/** The time after which a session ends whose page is not open, and after which any ends, in milliseconds. */
const IDLE_MS = 60 * 60_000;
const LONGEST_MS = 10 * 60 * 60_000;
/** The pause between two notes of a session's use, in milliseconds. */
const NOTE_EVERY_MS = 60_000;
const LONGEST = 120;

/** Knows people on the chat page who signed in. What is kept of it can be read with the browser's key alone. */
export class PageAccounts implements Accounts {
  readonly address: URL;
  readonly #provider: Provider;
  readonly #store: SessionStore;
  readonly #now: () => number;

  constructor(provider: Provider, store: SessionStore, now: () => number = Date.now) {
    this.address = provider.settings.address;
    this.#provider = provider;
    this.#store = store;
    this.#now = now;
  }

  async begin(place: SignInPlace): Promise<{ address: string; key: string }> {
    const { secrets, address } = await this.#provider.begin(SCOPES, markOf(place));
    return { address, key: await this.#keep('sign-in', secrets, PENDING_MS) };
  }

  async end(key: string, query: string): Promise<PageSession['person'] | null> {
    const kept = await this.#store.endSession(hashOf(key));
    const secrets =
      kept?.kind === 'sign-in' && this.#now() <= Date.parse(kept.until) ? unseal<SignInSecrets>(key, kept.data) : null;
    if (!secrets) return null;
    try {
      const { claims } = await this.#provider.exchange(query, secrets);
      return personIn(claims, this.#provider.settings.issuer.host);
    } catch (error) {
      // The provider has logged why; the person goes on as a guest, whatever it was.
      if (error instanceof Fault) return null;
      throw error;
    }
  }

  keep(session: PageSession): Promise<string> {
    return this.#keep('page', session, LONGEST_MS, session.person.id);
  }

  async session(key: string): Promise<PageSession | null> {
    const kept = await this.#store.session(hashOf(key));
    const now = this.#now();
    if (kept?.kind !== 'page' || now > Date.parse(kept.until) || now - Date.parse(kept.usedAt) > IDLE_MS) return null;
    // An open page counts as use: somebody waits for an answer.
    if (now - Date.parse(kept.usedAt) > NOTE_EVERY_MS) await this.#store.useSession(kept.hash, iso(now));
    return unseal<PageSession>(key, kept.data);
  }

  async change(key: string, session: PageSession): Promise<void> {
    const kept = await this.#store.session(hashOf(key));
    if (kept?.kind === 'page') await this.#store.swapSession(kept.hash, kept.data, seal(key, session));
  }

  async leave(key: string): Promise<void> {
    await this.#store.endSession(hashOf(key));
  }

  async #keep(kind: 'page' | 'sign-in', value: object, forMs: number, person: string | null = null): Promise<string> {
    const key = newKey();
    const now = this.#now();
    await this.#store.keepSession(
      { hash: hashOf(key), kind, person, data: seal(key, value), usedAt: iso(now), until: iso(now + forMs) },
      iso(now),
    );
    return key;
  }
}

/** The person that verified claims tell of. */
function personIn(claims: IDToken, by: string): PageSession['person'] {
  const { email, email_verified: isTheirs, locale } = claims as IDToken & Readonly<Record<string, unknown>>;
  // The provider's own id may be of any form, and may be a mail address.
  const id = createHash('sha256').update(`${claims.iss}|${claims.sub}`).digest('base64url').slice(0, 22);
  const account: CompanyAccount = {
    by,
    // Some providers let people write any address, and say then that nobody looked.
    mail: typeof email === 'string' && isTheirs !== false ? tidy(email) : null,
    language: typeof locale === 'string' ? tidy(locale).replaceAll('_', '-') : null,
  };
  return { id: `account:${id}`, name: tidy(nameIn(claims)), account };
}

/** A text in one line, without characters that steer how others are shown. */
function tidy(text: string): string {
  return cleanText(text)
    .text.replace(/[\p{Cf}\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
