/** The streams to open pages (server-sent events). */
import type { ServerResponse } from 'node:http';
import { Fault } from '../../core/fault.ts';
import { type PageLine, placeAfter } from './transcript.ts';

/** The largest numbers of pages open at a time: of one conversation, from one address (an office may share it), of all. */
const MOST_OF_ONE = 12;
const MOST_OF_NETWORK = 500;
const MOST_STREAMS = 2000;
/** The time after which a page that reads nothing is let go, in milliseconds. */
const LONGEST_UNREAD_MS = 30_000;

/** An open page: where it is, whether it may still read, and the last turn it has. */
export interface StreamPage {
  readonly network: string;
  readonly lasts: () => Promise<boolean>;
  readonly newest: number;
}

/** The stream to an open page, with the lines it has got. */
export class Stream {
  readonly #response: ServerResponse;
  readonly #got = new Set<string>();
  /** Resolves when the lines so far are written. */
  #writing: Promise<void> = Promise.resolve();
  #unwritten = 0;
  /** Resolves when the page is gone. */
  readonly closed: Promise<unknown>;
  /** The address it goes to. */
  readonly network: string;
  /** Tells whether its page may still read: a private link or a sign-in can end while it is open. */
  readonly lasts: () => Promise<boolean>;
  /** The last turn of which the page has a line. */
  newest: number;
  /** The last turn with a reply that was looked at for it, whether it had a line or not. */
  looked = 0;

  constructor(response: ServerResponse, { network, lasts, newest }: StreamPage) {
    this.#response = response;
    this.network = network;
    this.lasts = lasts;
    this.newest = newest;
    this.closed = new Promise((gone) => response.once('close', gone));
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  }

  /**
   * Sends the lines that the page has not got yet, as fast as it reads, and after all lines before; resolves when they are
   * out, or the page is gone. A page that stops reading is let go: it comes back for the rest.
   */
  lines(lines: readonly PageLine[]): Promise<void> {
    this.#unwritten += 1;
    this.#writing = this.#writing.then(() => this.#write(lines)).finally(() => (this.#unwritten -= 1));
    return this.#writing;
  }

  /**
   * Sends pages of lines, each made when the page has read the one before; lines that come meanwhile wait for the last of
   * them. Resolves when they are out, or the page is gone.
   */
  pages(pages: AsyncIterable<readonly PageLine[]>): Promise<void> {
    this.#unwritten += 1;
    const written = this.#writing.then(async () => {
      for await (const lines of pages) {
        if (this.#response.destroyed || this.#response.writableEnded) return;
        await this.#write(lines);
      }
    });
    this.#writing = written.catch(() => undefined).finally(() => (this.#unwritten -= 1));
    return written;
  }

  /** Whether lines wait until the page has read those before. */
  get busy(): boolean {
    return this.#unwritten > 0;
  }

  async #write(lines: readonly PageLine[]): Promise<void> {
    for (const line of lines) {
      if (this.#got.has(line.id)) continue;
      if (this.#response.destroyed || this.#response.writableEnded) return;
      this.#got.add(line.id);
      this.newest = Math.max(this.newest, placeAfter(line.id).turn);
      const goesOn = this.#response.write(`id: ${line.id}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`);
      if (!goesOn) await this.#read();
    }
  }

  /** Waits until the page has read what was written. */
  async #read(): Promise<void> {
    const late = setTimeout(() => this.#response.destroy(), LONGEST_UNREAD_MS);
    late.unref();
    await Promise.race([this.closed, new Promise((resume) => this.#response.once('drain', resume))]);
    clearTimeout(late);
  }

  /** Sends an event without content: `ready` after all earlier lines, `refresh` when the page should connect again. */
  event(name: 'ready' | 'refresh' | 'gone'): void {
    this.#response.write(`event: ${name}\ndata: {}\n\n`);
  }

  /** Sends a sign of life; proxies give up on a connection that is silent for a minute. */
  beat(): void {
    this.#response.write(': \n\n');
  }

  end(): void {
    this.#response.end();
  }

  /** Ends the stream of a page whose conversation was erased: the page clears itself, and begins anew. */
  gone(): void {
    this.event('gone');
    this.end();
  }

  /** Ends the stream of a page that may read no more: it asks at once, and is told why. */
  over(): void {
    this.event('refresh');
    this.end();
  }
}

/** The streams of all open pages, by conversation. */
export class Streams {
  readonly #open = new Map<string, Set<Stream>>();
  /** The number of streams to each address. */
  readonly #networks = new Map<string, number>();
  #count = 0;
  readonly #changed: (open: number) => void;

  /** `changed` is told how many streams are open whenever that changes. */
  constructor(changed: (open: number) => void) {
    this.#changed = changed;
  }

  /**
   * Opens a stream to a page of a conversation.
   * @throws Fault TOO_MANY_PAGES when too many are open of this conversation, from this address, or altogether
   */
  add(conversation: string, response: ServerResponse, page: StreamPage): Stream {
    const set = this.#open.get(conversation) ?? new Set();
    const here = this.#networks.get(page.network) ?? 0;
    if (set.size >= MOST_OF_ONE || here >= MOST_OF_NETWORK || this.#count >= MOST_STREAMS)
      throw new Fault('TOO_MANY_PAGES', 'Too many chat pages are open.', 'Close some, or try again in a moment.');
    const stream = new Stream(response, page);
    this.#open.set(conversation, set.add(stream));
    this.#networks.set(page.network, here + 1);
    this.#count += 1;
    this.#changed(this.#count);
    return stream;
  }

  remove(conversation: string, stream: Stream): void {
    const set = this.#open.get(conversation);
    if (!set?.delete(stream)) return;
    const left = (this.#networks.get(stream.network) ?? 0) - 1;
    if (left > 0) this.#networks.set(stream.network, left);
    else this.#networks.delete(stream.network);
    this.#count -= 1;
    this.#changed(this.#count);
    if (set.size === 0) this.#open.delete(conversation);
  }

  of(conversation: string): readonly Stream[] {
    return [...(this.#open.get(conversation) ?? [])];
  }

  /** The conversations of all open pages. */
  conversations(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Ends all streams: the pages come back by themselves, to the next process. */
  end(): void {
    for (const set of this.#open.values()) for (const stream of set) stream.end();
    this.#open.clear();
    this.#networks.clear();
    this.#count = 0;
    this.#changed(0);
  }
}
