import type { ServerResponse } from 'node:http';
import { Fault } from '../../core/fault.ts';
import { type PageLine, placeAfter } from './transcript.ts';

const MOST_STREAMS = 2000;

/** A page that is open, and which lines it got. */
export class Stream {
  readonly #response: ServerResponse;
  readonly #got = new Set<string>();
  /** Resolves when the page is gone. */
  readonly closed: Promise<unknown>;
  /** The last turn it has something of. */
  newest: number;

  constructor(response: ServerResponse, newest: number) {
    this.#response = response;
    this.newest = newest;
    this.closed = new Promise((gone) => response.once('close', gone));
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  }

  /** Those of the lines it has not got yet. */
  lines(lines: readonly PageLine[]): void {
    for (const line of lines) {
      if (this.#got.has(line.id)) continue;
      this.#got.add(line.id);
      this.newest = Math.max(this.newest, placeAfter(line.id).turn);
      this.#response.write(`id: ${line.id}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`);
    }
  }

  event(name: 'ready' | 'refresh'): void {
    this.#response.write(`event: ${name}\ndata: {}\n\n`);
  }

  /** Says that it is alive; proxies give up on what is silent for a minute. */
  beat(): void {
    this.#response.write(': \n\n');
  }

  end(): void {
    this.#response.end();
  }
}

/** The pages that are open, by conversation. */
export class Streams {
  readonly #open = new Map<string, Set<Stream>>();
  #count = 0;

  add(conversation: string, response: ServerResponse, newest: number): Stream {
    if (this.#count >= MOST_STREAMS)
      throw new Fault('TOO_MANY_PAGES', 'Too many chat pages are open.', 'Close some, or try again in a moment.');
    const stream = new Stream(response, newest);
    const set = this.#open.get(conversation) ?? new Set();
    this.#open.set(conversation, set.add(stream));
    this.#count += 1;
    return stream;
  }

  remove(conversation: string, stream: Stream): void {
    const set = this.#open.get(conversation);
    if (!set?.delete(stream)) return;
    this.#count -= 1;
    if (set.size === 0) this.#open.delete(conversation);
  }

  of(conversation: string): readonly Stream[] {
    return [...(this.#open.get(conversation) ?? [])];
  }

  /** Ends all: the pages come back by themselves to the next process. */
  end(): void {
    for (const set of this.#open.values()) for (const stream of set) stream.end();
    this.#open.clear();
    this.#count = 0;
  }
}
