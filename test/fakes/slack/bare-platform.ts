/** A Slack with only the calls for posting and looking up, fast enough for load. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Random } from '../random.ts';
import { BOT, TEAM } from './platform.ts';

/** A message as this platform took it. */
export interface Taken {
  readonly ts: string;
  /** The number of the question in it. */
  readonly asked: number;
  readonly metadata: unknown;
}

/** Only what posting and looking up need, fast enough for thousands of messages, with faults at random. */
export class BarePlatform {
  /** Every message, by channel, in the order taken. */
  readonly taken = new Map<string, Taken[]>();
  /** The number of times each fault was made. */
  readonly faults = new Map<string, number>();
  posts = 0;
  /** The share of posts that go wrong, 0 to 1. */
  trouble = 0;
  readonly #random: Random;
  readonly #server: Server;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}/api/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const method = (request.url ?? '').replace('/api/', '');
    const send = (body: object, status = 200, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (method === 'auth.test')
      return send({ ok: true, team_id: TEAM, team: 'Contoso', user_id: BOT, bot_id: 'B0FIRST' });
    if (method === 'conversations.history')
      return send({ ok: true, messages: this.#history(form.get('channel') ?? '') });
    if (method !== 'chat.postMessage') return send({ ok: true });
    this.posts += 1;
    const fault =
      this.#random.next() < this.trouble
        ? this.#random.pick(['429', '500', '500 after', 'cut', 'cut after', 'internal_error', 'slow'] as const)
        : null;
    if (fault) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
    if (fault === '429') return send({}, 429, { 'retry-after': '1' });
    if (fault === '500') return send({}, 500);
    if (fault === 'cut') return void request.socket.destroy();
    const ts = this.#take(form);
    if (fault === '500 after') return send({}, 503);
    if (fault === 'cut after') return void request.socket.destroy();
    if (fault === 'internal_error') return send({ ok: false, error: 'internal_error' });
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 500));
    send({ ok: true, channel: form.get('channel'), ts });
  }

  #take(form: URLSearchParams): string {
    const channel = form.get('channel') ?? '';
    const ts = `1767600000.${String(++this.#count).padStart(6, '0')}`;
    const asked = Number(/"block_id":"asked:(\d+)"/.exec(form.get('blocks') ?? '')?.[1] ?? 0);
    const metadata: unknown = JSON.parse(form.get('metadata') ?? 'null');
    this.taken.set(channel, [...(this.taken.get(channel) ?? []), { ts, asked, metadata }]);
    return ts;
  }

  #history(channel: string): object[] {
    return (this.taken.get(channel) ?? [])
      .map(({ ts, metadata }) => ({ type: 'message', user: BOT, ts, metadata }))
      .reverse();
  }
}
