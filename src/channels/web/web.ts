import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Request, Response, Server } from 'restify';
import type { Channel, Found, SendOutcome } from '../../core/channel.ts';
import { Fault } from '../../core/fault.ts';
import type { Incoming } from '../../core/message.ts';
import { release } from '../../core/picture.ts';
import type { Reply } from '../../core/reply.ts';
import type { Line, OutboxRow } from '../../core/store.ts';
import { conversationOf, isLoopback, isOurHost, isSameSite, newConversation } from './identity.ts';
import { parseMessage } from './parse.ts';
import { type PageLine, pageLine, placeAfter } from './transcript.ts';
import { Uploads } from './upload.ts';

export interface WebParts {
  readonly host: string;
  readonly open: boolean;
  /** Commits a message; resolves once it is safe. */
  readonly accept: (message: Incoming) => Promise<boolean>;
  /** Keeps a picture until it is read. */
  readonly keepImage: (conversation: string, ref: string, bytes: Uint8Array) => Promise<void>;
  /** What was said in a conversation after a place, in order. */
  readonly lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>;
}

/** So often an idle stream says that it is alive; proxies give up after a minute. */
const HEARTBEAT_MS = 25_000;
const MOST_STREAMS = 2000;
const IMAGES = '/web/images';

/** The chat page on restify: one page, its messages in, and a stream of everything said out. */
export class WebChannel implements Channel {
  readonly name = 'web';
  /** Whose bodies it reads itself: pictures are larger than what the server takes elsewhere. */
  readonly raw = [IMAGES];
  readonly #parts: WebParts;
  readonly #streams = new Map<string, Set<ServerResponse>>();
  readonly #page = new Map(
    PAGE.map(([path, file, type]) => [path, { type, body: readFileSync(join(import.meta.dirname, 'page', file)) }]),
  );
  readonly #uploads = new Uploads(Date.now);
  #count = 0;

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  /** Puts the page's routes on a server. */
  mount(server: Server): void {
    for (const [path] of PAGE) server.get(path, this.#guarded(this.#file));
    server.get('/web/stream', this.#guarded(this.#stream));
    server.post('/web/messages', this.#guarded(this.#message));
    server.post(IMAGES, this.#guarded(this.#image));
    server.post('/web/conversation', this.#guarded(this.#fresh));
  }

  /** Ends all streams: the pages come back by themselves to the next process. */
  close(): void {
    for (const set of this.#streams.values()) for (const stream of set) stream.end();
    this.#streams.clear();
  }

  /** The reply is in the store, where the page finds it; whoever has the page open gets it at once. */
  async send(conversation: string, reply: Reply, row: OutboxRow): Promise<SendOutcome> {
    this.#push(
      conversation,
      pageLine({ turn: row.turn, part: row.part, at: new Date().toISOString(), message: null, reply }),
    );
    return { kind: 'sent', ref: null };
  }

  /** Every page shows the store's transcript, each line once: whatever is stored has arrived. */
  async find(): Promise<Found> {
    return { kind: 'arrived', ref: null };
  }

  #push(conversation: string, line: PageLine | null): void {
    if (!line) return;
    for (const stream of this.#streams.get(conversation) ?? []) stream.write(event(line));
  }

  /** Only this machine unless told otherwise, and never on behalf of another site's page. */
  #guarded(handler: (request: Request, response: Response) => Promise<void>) {
    return async (request: Request, response: Response): Promise<void> => {
      if (!this.#parts.open && !(isLoopback(request) && isOurHost(request, this.#parts.host)))
        throw new Fault(
          'WEB_CHAT_CLOSED',
          'The chat page is only open on the machine it runs on.',
          'Set WEB_CHAT=open to let others in.',
        );
      if (request.method !== 'GET' && !isSameSite(request))
        throw new Fault('FOREIGN_PAGE', 'The request comes from another site.', 'Open the chat page itself.');
      await handler.call(this, request, response);
    };
  }

  async #file(request: Request, response: Response): Promise<void> {
    const file = this.#page.get(request.getPath() as (typeof PAGE)[number][0])!;
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...(conversationOf(request) ? {} : { 'set-cookie': newConversation().cookie }),
    });
    response.end(file.body);
  }

  async #message(request: Request, response: Response): Promise<void> {
    const conversation = ours(request);
    const message = parseMessage(request.body, conversation);
    const fresh = await this.#parts.accept(message);
    response.send(202, { accepted: true, fresh });
    if (fresh && message.kind !== 'opened') this.#echo(conversation);
  }

  /** A picture to be sent with the next message, which names it. */
  async #image(request: Request, response: Response): Promise<void> {
    const conversation = ours(request);
    const bytes = await this.#uploads.take(request, conversation);
    const ref = randomUUID();
    await this.#parts.keepImage(conversation, ref, bytes);
    release(bytes);
    response.send(201, { ref });
  }

  /** Shows a person's own message in every other page of the conversation. */
  #echo(conversation: string): void {
    if ((this.#streams.get(conversation)?.size ?? 0) < 2) return;
    for (const stream of this.#streams.get(conversation)!) stream.write('event: refresh\ndata: {}\n\n');
  }

  async #fresh(_request: Request, response: Response): Promise<void> {
    response.header('set-cookie', newConversation().cookie);
    response.send(201, { created: true });
  }

  async #stream(request: Request, response: Response): Promise<void> {
    const conversation = ours(request);
    if (this.#count >= MOST_STREAMS)
      throw new Fault('TOO_MANY_PAGES', 'Too many chat pages are open.', 'Close some, or try again in a moment.');
    const raw = response as unknown as ServerResponse;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    // Listen first, then read what was there: a line that arrives in between comes twice, and the page knows it by its id.
    const set = this.#streams.get(conversation) ?? new Set();
    this.#streams.set(conversation, set.add(raw));
    this.#count += 1;
    const beat = setInterval(() => raw.write(': \n\n'), HEARTBEAT_MS);
    request.on('close', () => {
      clearInterval(beat);
      set.delete(raw);
      this.#count -= 1;
      if (set.size === 0) this.#streams.delete(conversation);
    });
    const after = placeAfter(
      (request.headers['last-event-id'] as string | undefined) ??
        new URL(request.url ?? '/', 'http://page').searchParams.get('after'),
    );
    const lines = await this.#parts.lines(conversation, after);
    for (const line of lines.map(pageLine)) if (line) raw.write(event(line));
    raw.write('event: ready\ndata: {}\n\n');
    await new Promise((closed) => raw.once('close', closed));
  }
}

/** The conversation a request belongs to. */
function ours(request: Request): string {
  const conversation = conversationOf(request);
  if (conversation) return conversation;
  throw new Fault(
    'NO_CONVERSATION',
    'The page has lost its conversation.',
    'Reload the page; cookies must be allowed for it.',
  );
}

function event(line: PageLine): string {
  return `id: ${line.id}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`;
}

const PAGE = [
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/pictures.js', 'pictures.js', 'text/javascript; charset=utf-8'],
  ['/elements.js', 'elements.js', 'text/javascript; charset=utf-8'],
  ['/page.css', 'page.css', 'text/css; charset=utf-8'],
] as const;
