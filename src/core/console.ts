/**
 * The port of the console, the browser application for agents and leads: a page of it, as any part of Firstline can register
 * one. `src/console/` has the frame around the pages; `commands/` puts both together.
 */
import type { Person } from './person.ts';

/** The roles in the console: agents work on tickets, leads read figures, authors keep the content, operators keep the service. */
export const CONSOLE_ROLES = ['agent', 'lead', 'author', 'operator'] as const;

/** A role in the console. */
export type ConsoleRole = (typeof CONSOLE_ROLES)[number];

/** Somebody who uses the console. */
export interface ConsoleUser {
  /** The id begins with `console:`; the name is never null. */
  readonly person: Person & { readonly name: string };
  readonly roles: readonly ConsoleRole[];
}

/**
 * A page of the console: an entry of the navigation, handlers that answer JSON, and a module that draws it in the browser.
 * It stands at `/console/<name>`; what follows in the path (`/console/desk/F-1234-5678`) is for the page itself.
 */
export interface ConsolePage {
  /** Lower-case letters and hyphens: part of every address of the page. */
  readonly name: string;
  /** The name in the navigation. */
  readonly title: string;
  /** The roles of which somebody needs one to see the page and to call its handlers. */
  readonly roles: readonly ConsoleRole[];
  /** The folder of the browser's files: its `.js` and `.css` are served at `/console/files/<name>/`, nothing else of it. */
  readonly folder: string;
  /**
   * The file of that folder that is loaded as a module. It exports `open(frame)`, which draws the page into `frame.root`; see
   * `src/console/page/frame.js` for what a frame has.
   */
  readonly module: string;
  /** A style sheet of that folder; null where the shared styles are enough. */
  readonly styles: string | null;
  readonly routes: readonly PageRoute[];
}

/** A handler of a page, at `/console/api/<page><path>`. */
export interface PageRoute {
  readonly method: 'get' | 'post';
  /** Begins with `/` and may have parameters: `/tickets/:id`. Empty for the page's own address. */
  readonly path: string;
  /** Set where a file is posted instead of JSON: `body` is its bytes. Such a path has no parameters. */
  readonly takes?: 'bytes';
  /**
   * Answers with a value that becomes JSON, or with a file. Whoever asks was let in before, and has one of the page's roles.
   * @throws {Fault} for an answer that says what is wrong and how to mend it
   */
  handle(request: PageRequest): Promise<object>;
}

/** A request to a page's handler. */
export interface PageRequest {
  readonly user: ConsoleUser;
  /** The id of the browser's tab; null where the page did not say it. */
  readonly tab: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON that was posted, unchecked, or the bytes of a file; undefined for `get`. */
  readonly body: unknown;
}

/** An answer that the browser saves as a file, or shows as a picture, instead of reading it as JSON. */
export class Download {
  readonly name: string;
  /** The media type: `text/csv; charset=utf-8`. */
  readonly type: string;
  readonly body: string | Uint8Array;

  constructor(name: string, type: string, body: string | Uint8Array) {
    this.name = name;
    this.type = type;
    this.body = body;
  }
}

/** A session of the console (or of the chat page: `page`), or a sign-in under way, as it is kept: it can be read with its key alone. */
export interface KeptSession {
  /** The hash of its key. */
  readonly hash: string;
  readonly kind: 'session' | 'page' | 'sign-in';
  /** The id of the person on the chat page whose it is, with whom it goes; null for the others. */
  readonly person: string | null;
  readonly data: string;
  /** The time of its last use, and the time at which it ends in any case (ISO 8601). */
  readonly usedAt: string;
  readonly until: string;
}

/** A console that is open in a tab of a browser. */
export interface OpenTab {
  readonly id: string;
  /** The id and the name of its user. */
  readonly person: string;
  readonly name: string;
  /** The names of the pages that the user may see. */
  readonly pages: readonly string[];
  /** The number of the ticket that it shows; null for none. */
  readonly ticket: string | null;
  readonly isWriting: boolean;
  /** The time at which it was last known to be open. */
  readonly at: string;
}

/** Something that happened, for the consoles that are open: `page` says whose it is, `to` who alone should see it. */
export interface ConsoleEvent {
  readonly page: string;
  readonly data: object;
  /** The id of the person it is for; null for everybody who may see the page. */
  readonly to: string | null;
}
