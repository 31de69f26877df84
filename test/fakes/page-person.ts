/** A person at the chat page, by HTTP alone: a cookie, an open stream, and a post for every message. */
import { createHash } from 'node:crypto';
import { get, Agent as HttpAgent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { get as getTls, Agent as HttpsAgent, request as requestTls } from 'node:https';
import { until } from './until.ts';

let people = 0;

/** An answer to one request. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A person with the page open. `options` go into every request: a certificate, headers. */
export class PagePerson {
  readonly #url: string;
  readonly #options: RequestOptions;
  readonly #name = `person${++people}`;
  readonly #agent: HttpAgent;
  #cookie = '';
  #stream: IncomingMessage | null = null;
  #sent = 0;
  #isReady = false;
  /** The lines of the conversation as they came, as JSON, and the times between them. */
  readonly lines: string[] = [];

  constructor(url: string, options: RequestOptions & { ca?: Buffer } = {}) {
    this.#url = url.replace(/\/$/, '');
    this.#options = options;
    this.#agent = url.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  }

  /** Opens the page and its stream. */
  async open(): Promise<this> {
    const page = await this.ask('GET', '/');
    if (page.status !== 200) throw new Error(`the page answered ${page.status}: ${page.body}`);
    this.#cookie = (page.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
    await this.#listen();
    return this;
  }

  /** Writes a message; resolves to the status. */
  async say(text: string): Promise<number> {
    this.#sent += 1;
    const id = `${this.#name}-${String(this.#sent).padStart(8, '0')}`;
    return (await this.ask('POST', '/web/messages', JSON.stringify({ id, kind: 'said', text }))).status;
  }

  /** Waits for a line that holds these words. */
  async hear(words: string): Promise<void> {
    await until(
      () => this.lines.some((line) => line.includes(words)),
      () => `"${words}" among: ${this.lines.join('\n')}`,
    );
  }

  /** Reads the conversation anew, as a page does after a lost connection; answers how many messages and answers it holds. */
  async answered(): Promise<{ own: number; answers: number }> {
    this.#stream?.destroy();
    this.lines.length = 0;
    this.#isReady = false;
    await this.#listen();
    await until(() => this.#isReady, 'the whole conversation');
    const lines = this.lines.map((line) => JSON.parse(line) as { id: string; who: string });
    const turns = (who: string): number =>
      new Set(lines.filter((line) => line.who === who).map(({ id }) => id.split('.')[0])).size;
    return { own: turns('person'), answers: turns('firstline') };
  }

  /** Sends any request with the person's cookie. */
  ask(method: string, path: string, body: string | Buffer = '', type = 'application/json'): Promise<PageAnswer> {
    const headers = {
      ...(this.#options.headers as Record<string, string> | undefined),
      cookie: this.#cookie,
      ...(body.length > 0 ? { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) } : {}),
    };
    const send = this.#url.startsWith('https:') ? requestTls : request;
    return new Promise((resolve, reject) => {
      const sent = send(`${this.#url}${path}`, { ...this.#options, agent: this.#agent, method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** The id of the conversation, as commands are told of it. */
  get conversation(): string {
    const key = /(?:^|; )firstline=([^;]+)/.exec(this.#cookie)![1]!;
    return `web:${createHash('sha256').update(key).digest('base64url')}`;
  }

  /** Whether the stream has ended from the other side. */
  get isCutOff(): boolean {
    return this.#stream?.readableEnded ?? true;
  }

  close(): void {
    this.#stream?.destroy();
    this.#agent.destroy();
  }

  async #listen(): Promise<void> {
    const open = this.#url.startsWith('https:') ? getTls : get;
    const headers = { ...(this.#options.headers as Record<string, string> | undefined), cookie: this.#cookie };
    const stream = await new Promise<IncomingMessage>((resolve, reject) => {
      open(`${this.#url}/web/stream`, { ...this.#options, agent: false, headers }, resolve).on('error', reject);
    });
    if (stream.statusCode !== 200) throw new Error(`/web/stream answered ${stream.statusCode}`);
    this.#stream = stream;
    // The other side may end it in the middle.
    stream.on('error', () => undefined);
    let rest = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop()!;
      for (const event of events) {
        this.#isReady ||= event.includes('event: ready');
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (event.includes('event: line') && data !== undefined) this.lines.push(data);
      }
    });
  }
}
