/**
 * The port of company accounts: people on the chat page may sign in at the organisation's provider, so that agents know who it is.
 * `src/console/` speaks to the provider; the page keeps the keys in cookies.
 */
import type { Person } from './person.ts';

/** The way somebody signs in: in a window of its own, or in the place of the page where the browser allows no other. */
export type SignInPlace = 'window' | 'page';

/** The path at which people who sign in on the chat page come back to it. */
export const PAGE_BACK = '/web/signed-in';

const MARK = /^page-(window|page)\./;

/** The mark that the provider sends back with the answer to somebody on the chat page; it proves nothing. */
export function markOf(place: SignInPlace): string {
  return `page-${place}.`;
}

/** The place in which a sign-in went on, by what the provider sent back; the page where it can't be told. */
export function placeIn(state: string | null): SignInPlace {
  return MARK.exec(state ?? '')?.[1] === 'window' ? 'window' : 'page';
}

/** Whether what the provider sent back is for somebody on the chat page. */
export function isOfPage(state: string | null): boolean {
  return MARK.test(state ?? '');
}

/** A session of somebody who signed in on the chat page. */
export interface PageSession {
  readonly person: Person & { readonly name: string };
  /** The conversation that they read and write in. */
  readonly conversation: string;
  /** The guest's conversation of the same browser, which may go on under their name; null where there is no such question. */
  readonly guest: string | null;
}

/** The company accounts, as the chat page uses them. */
export interface Accounts {
  /** The address under which alone people can sign in, without a path. */
  readonly address: URL;
  /**
   * Begins a sign-in: the address at the provider, and the key that the browser keeps until it comes back.
   * @throws {Fault} CONSOLE_PROVIDER
   */
  begin(place: SignInPlace): Promise<{ readonly address: string; readonly key: string }>;
  /** Ends the sign-in of a key, once, by the query with which the browser came back; null where it is refused. */
  end(key: string, query: string): Promise<PageSession['person'] | null>;
  /** Begins a session; answers its key. */
  keep(session: PageSession): Promise<string>;
  /** The session of a key; null where there is none, or where its time is over. */
  session(key: string): Promise<PageSession | null>;
  /** Changes a session that is not over. */
  change(key: string, session: PageSession): Promise<void>;
  /** Ends a session. */
  leave(key: string): Promise<void>;
}
