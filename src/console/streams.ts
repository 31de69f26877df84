/** The streams to open consoles (server-sent events): one for each browser tab. */
import type { ServerResponse } from 'node:http';
import type { ConsoleEvent, ConsoleUser } from '../core/console.ts';
import { Fault } from '../core/fault.ts';

/** The largest number of consoles open at a time: of one user, and of all. */
const MOST_OF_ONE = 20;
const MOST_CONSOLES = 500;
/** The time between two signs of life, in milliseconds; proxies give up on a connection that is silent for a minute. */
const HEARTBEAT_MS = 15_000;

/** An open console. */
interface OpenConsole {
  readonly response: ServerResponse;
  readonly user: ConsoleUser;
  /** The pages that the user may see. */
  readonly pages: ReadonlySet<string>;
}

/** The streams of all open consoles. A stream has no memory: a page that comes back reads everything anew. */
export class ConsoleStreams {
  readonly #open = new Set<OpenConsole>();

  /**
   * Keeps a stream open until the browser leaves, or `isIn` says at a sign of life that its user is no longer let in.
   * @throws {Fault} TOO_MANY_PAGES
   */
  async hold(
    response: ServerResponse,
    user: ConsoleUser,
    pages: ReadonlySet<string>,
    isIn: () => Promise<boolean>,
  ): Promise<void> {
    const own = [...this.#open].filter((other) => other.user.person.id === user.person.id).length;
    if (own >= MOST_OF_ONE || this.#open.size >= MOST_CONSOLES)
      throw new Fault('TOO_MANY_PAGES', 'Too many consoles are open.', 'Close some, or try again in a moment.');
    const closed = new Promise((gone) => response.once('close', gone));
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 1000\nevent: ready\ndata: {}\n\n');
    const here = { response, user, pages };
    this.#open.add(here);
    const beat = setInterval(async () => {
      // Signed out meanwhile, or the session is over: the page asks anew, and is told so.
      if (await isIn().catch(() => false)) response.write(': \n\n');
      else response.end();
    }, HEARTBEAT_MS);
    await closed;
    clearInterval(beat);
    this.#open.delete(here);
  }

  /** Tells the open consoles of an event. */
  tell({ page, data, to }: ConsoleEvent): void {
    const text = `event: ${page}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const { response, user, pages } of this.#open)
      if (pages.has(page) && (to === null || to === user.person.id)) response.write(text);
  }

  /** The users who have a page open, each once. */
  present(page: string): readonly ConsoleUser[] {
    const users = [...this.#open].flatMap(({ pages, user }) => (pages.has(page) ? [user] : []));
    return [...new Map(users.map((user) => [user.person.id, user])).values()];
  }

  /** Ends all streams: the browsers come back by themselves, to the next process. */
  end(): void {
    for (const { response } of this.#open) response.end();
    this.#open.clear();
  }
}
