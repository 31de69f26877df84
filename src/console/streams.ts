/** The streams to open consoles (server-sent events): one for each browser tab. */
import type { ServerResponse } from 'node:http';
import type { ConsoleEvent } from '../core/console.ts';
import { Fault } from '../core/fault.ts';
import type { Tab } from './presence.ts';

/** The largest number of consoles open at a time: of one user, and of all. */
const MOST_OF_ONE = 20;
const MOST_CONSOLES = 500;
/** The time between two signs of life, in milliseconds; proxies give up on a connection that is silent for a minute. */
const HEARTBEAT_MS = 15_000;

/** An open console. */
interface OpenConsole {
  readonly response: ServerResponse;
  readonly tab: Tab;
}

/** The questions of an open stream to the rest of the console. */
export interface StreamLife {
  /** Whether its user is still let in, as they are. */
  readonly isIn: () => Promise<boolean>;
  /** Called when it is open, and at every sign of life. */
  readonly renew: () => Promise<void>;
  /** Called once it is closed. */
  readonly left: () => Promise<void>;
}

/** The streams of all open consoles. A stream has no memory: a page that comes back reads everything anew. */
export class ConsoleStreams {
  readonly #open = new Set<OpenConsole>();

  /**
   * Keeps a stream open until the browser leaves, or at a sign of life its user is no longer let in.
   * @throws {Fault} TOO_MANY_PAGES
   */
  async hold(response: ServerResponse, tab: Tab, { isIn, renew, left }: StreamLife): Promise<void> {
    const own = [...this.#open].filter((other) => other.tab.user.person.id === tab.user.person.id).length;
    if (own >= MOST_OF_ONE || this.#open.size >= MOST_CONSOLES)
      throw new Fault('TOO_MANY_PAGES', 'Too many consoles are open.', 'Close some, or try again in a moment.');
    const closed = new Promise((gone) => response.once('close', gone));
    const here = { response, tab };
    this.#open.add(here);
    // An agent who is told of a ticket from now on is counted as there.
    await renew().catch(() => undefined);
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 1000\nevent: ready\ndata: {}\n\n');
    const beat = setInterval(async () => {
      // Signed out meanwhile, a role was taken away, or the session is over: the page asks anew, and is told so.
      if (!(await isIn().catch(() => false))) return void response.end();
      response.write(': \n\n');
      await renew().catch(() => undefined);
    }, HEARTBEAT_MS);
    await closed;
    clearInterval(beat);
    this.#open.delete(here);
    await left().catch(() => undefined);
  }

  /** Tells the open consoles of an event. */
  tell({ page, data, to }: ConsoleEvent): void {
    const text = `event: ${page}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const { response, tab } of this.#open)
      if (tab.pages.includes(page) && (to === null || to === tab.user.person.id)) response.write(text);
  }

  /** Whether somebody who may see a page has the console open in this process. */
  isOpen(page: string): boolean {
    return [...this.#open].some(({ tab }) => tab.pages.includes(page));
  }

  /** Ends all streams: the browsers come back by themselves, to the next process. */
  end(): void {
    for (const { response } of this.#open) response.end();
    this.#open.clear();
  }
}
