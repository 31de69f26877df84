/** The port between the console and a way of knowing who somebody is. */
import type { IncomingMessage } from 'node:http';
import type { Server } from 'restify';
import type { ConsoleUser } from '../core/console.ts';
import type { SessionStore } from './sessions.ts';

/** A way of knowing who opens the console. */
export interface SignIn {
  /** The path that somebody unknown is led to; null where the page itself asks for a name. */
  readonly begin: string | null;
  /** Where sessions are kept; told before the routes are mounted. */
  keepIn(store: SessionStore): void;
  /** Puts the routes of signing in on the server. */
  mount(server: Server): void;
  /**
   * Lets a request in to the console at all.
   * @throws {Fault} CONSOLE_CLOSED
   */
  admit(request: IncomingMessage): void;
  /** The origin that the console's own pages have, for requests that change something. */
  origin(request: IncomingMessage): string;
  /** The user of a request; null where nobody is known yet. */
  userOf(request: IncomingMessage): Promise<ConsoleUser | null>;
}
