/** A whole Slack for tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createEmulator } from 'emulate';
import { freePort } from '../free-port.ts';
import { SocketSide } from './socket-side.ts';

/** One request to Slack's Web API, as it came over the wire. */
export interface Call {
  readonly method: string;
  readonly body: Record<string, unknown>;
  readonly token: string;
  readonly at: number;
}

/**
 * The way a call goes wrong: an answer in place of Slack's, or a connection cut before or after Slack did what was
 * asked.
 */
export type Fate =
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: object;
      readonly done?: boolean;
    }
  | 'cut-before'
  | 'cut-after'
  | 'hang'
  | null;

/** The id of the workspace. */
export const TEAM = 'T000000001';
/** The user id of the bot. */
export const BOT = 'U0FIRST';
/** The bot's token. */
export const BOT_TOKEN = 'xoxb-firstline';
/** The token for Socket Mode. */
export const APP_TOKEN = 'xapp-firstline';
/** All scopes that Firstline asks for. */
export const ALL_SCOPES =
  'app_mentions:read,channels:history,channels:read,assistant:write,chat:write,commands,files:read,files:write,groups:history,groups:read,im:history,im:write,mpim:history,reactions:write,users:read';

const PEOPLE = ['kim', 'bob', 'eve'] as const;
/** The people who work at the desks. */
const AGENTS = ['bob', 'eve'] as const;

/**
 * A Slack of our own: the emulator keeps people, channels and messages; this stands before it, sees every call, lets
 * any of them go wrong, and answers calls the emulator lacks.
 */
export class SlackPlatform {
  readonly calls: Call[] = [];
  /** Decides how a call goes wrong; null lets it through. */
  fate: (call: Call) => Fate | Promise<Fate> = () => null;
  scopes = ALL_SCOPES;
  /** Bodies posted to response_urls. */
  readonly responses: Record<string, unknown>[] = [];
  /** The files at the file host's addresses, by path. */
  readonly files = new Map<string, { type: string; bytes: Buffer }>();
  /** Uploaded files, in order, and below them the status that the file host answers instead of the right one. */
  readonly uploads: Buffer[] = [];
  uploadStatus: number | null = null;
  /** Authorization headers seen at `/files/…`. */
  readonly fileRequests: (string | undefined)[] = [];
  readonly socket = new SocketSide();
  readonly users = new Map<string, string>();
  readonly channels = new Map<string, string>();
  readonly #emulator: { url: string; close(): Promise<void> };
  readonly #server: Server;
  readonly origin: string;
  /** The address of Socket Mode that it tells; its own by default. */
  link: string;

  private constructor(emulator: { url: string; close(): Promise<void> }, server: Server) {
    this.#emulator = emulator;
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    this.link = `${this.origin.replace('http', 'ws')}/link`;
    server.on('request', (request, response) => void this.#answer(request, response));
    this.socket.attach(server);
  }

  static async start(): Promise<SlackPlatform> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const app = { client_id: '1.2', client_secret: 's', app_id: 'A0FIRST', name: 'Firstline', redirect_uris: [] };
    const bot = { bot_id: 'B0FIRST', bot_user_id: BOT };
    const emulator = await createEmulator({
      service: 'slack',
      port: await freePort(),
      seed: {
        slack: {
          team: { name: 'Contoso', domain: 'contoso' },
          users: PEOPLE.map((name) => ({ name, real_name: `${name[0]!.toUpperCase()}${name.slice(1)}` })),
          channels: [{ name: 'it-help' }, { name: 'quiet' }, { name: 'front-desk' }, { name: 'back-desk' }],
          oauth_apps: [{ ...app, ...bot, bot_name: 'firstline', scopes: ['chat:write'] }],
          tokens: [
            { token: BOT_TOKEN, type: 'bot', user_id: BOT, app_id: 'A0FIRST', ...bot },
            ...PEOPLE.map((name) => ({ token: `xoxp-${name}`, type: 'user', user: name })),
          ],
        },
      },
    } as never);
    const platform = new SlackPlatform(
      { url: emulator.url.replace('localhost', '127.0.0.1'), close: () => emulator.close() },
      server,
    );
    await platform.#meet();
    return platform;
  }

  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  /** A call made by a person, past the faults. */
  as(person: string, method: string, body: object): Promise<Record<string, unknown>> {
    return this.#call(`xoxp-${person}`, method, body);
  }

  /** The bodies of the calls of one method, in order. */
  made(method: string): Record<string, unknown>[] {
    return this.calls.filter((c) => c.method === method).map((c) => c.body);
  }

  /** The messages in a channel, or in one of its threads, oldest first. */
  async messages(channel: string, thread?: string): Promise<Record<string, unknown>[]> {
    const method = thread ? 'conversations.replies' : 'conversations.history';
    const answer = await this.#call(BOT_TOKEN, method, { channel, ts: thread, limit: 500 });
    const messages = answer.messages as Record<string, unknown>[];
    return thread ? messages : messages.reverse();
  }

  async close(): Promise<void> {
    this.socket.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#emulator.close();
  }

  async #meet(): Promise<void> {
    const { members } = (await this.as('kim', 'users.list', {})) as { members: { id: string; name: string }[] };
    for (const { id, name } of members) this.users.set(name, id);
    const { channels } = (await this.as('kim', 'conversations.list', {})) as {
      channels: { id: string; name: string }[];
    };
    for (const { id, name } of channels) this.channels.set(name, id);
    for (const name of ['it-help', 'quiet'])
      for (const person of PEOPLE) await this.as(person, 'conversations.join', { channel: this.channels.get(name) });
    for (const name of ['front-desk', 'back-desk'])
      for (const agent of AGENTS) await this.as(agent, 'conversations.join', { channel: this.channels.get(name) });
    // In the emulator, everybody begins in every channel.
    for (const name of ['front-desk', 'back-desk'])
      await this.as('kim', 'conversations.leave', { channel: this.channels.get(name) });
    for (const name of ['it-help', 'front-desk', 'back-desk'])
      await this.#call(BOT_TOKEN, 'conversations.join', { channel: this.channels.get(name) });
    for (const person of PEOPLE) {
      const { channel } = (await this.as(person, 'conversations.open', { users: BOT })) as { channel: { id: string } };
      this.channels.set(`@${person}`, channel.id);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (path.startsWith('/files/')) {
      this.fileRequests.push(request.headers.authorization);
      const file = this.files.get(path);
      response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' });
      return void response.end(file?.bytes ?? 'no');
    }
    if (path.startsWith('/upload/')) {
      this.uploads.push(Buffer.concat(chunks));
      const type = request.headers['content-type'] ?? '';
      const taken = await this.#forward(path, Buffer.concat(chunks), { 'content-type': type });
      response.writeHead(this.uploadStatus ?? taken.status);
      return void response.end();
    }
    if (path.startsWith('/response/')) {
      this.responses.push(JSON.parse(raw) as Record<string, unknown>);
      return void response.end('ok');
    }
    const call = {
      method: path.replace('/api/', ''),
      body: bodyOf(request, raw),
      token: request.headers.authorization ?? '',
      at: performance.now(),
    };
    this.calls.push(call);
    await this.#carryOut(call, raw, request, response);
  }

  async #carryOut(call: Call, raw: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fate = await this.fate(call);
    if (fate === 'hang') return;
    if (fate === 'cut-before') return void request.socket.destroy();
    const answered = fate !== null && fate !== 'cut-after';
    if (answered && !fate.done) return send(response, fate.status, fate.body ?? {}, fate.headers);
    const headers = {
      authorization: call.token,
      'content-type': request.headers['content-type'] ?? 'application/json',
    };
    const answer =
      this.#missing(call) ?? this.#ownHost(await (await this.#forward(`/api/${call.method}`, raw, headers)).json());
    if (fate === 'cut-after') return void request.socket.destroy();
    if (answered) return send(response, fate.status, fate.body ?? {}, fate.headers);
    send(response, 200, answer as object, call.method === 'auth.test' ? { 'x-oauth-scopes': this.scopes } : {});
  }

  /** An answer with the address for uploads moved to our own host. */
  #ownHost(answer: unknown): unknown {
    const { upload_url } = answer as { upload_url?: string };
    return upload_url ? { ...(answer as object), upload_url: this.origin + new URL(upload_url).pathname } : answer;
  }

  /** The answer to a call that the emulator has none for; null for all others. */
  #missing({ method, token }: Call): object | null {
    if (method.startsWith('assistant.threads.')) return { ok: true };
    // The emulator opens windows for its own triggers only.
    if (method === 'views.open') return { ok: true, view: {} };
    if (method !== 'apps.connections.open') return null;
    if (token !== `Bearer ${APP_TOKEN}`) return { ok: false, error: 'invalid_auth' };
    return { ok: true, url: this.link };
  }

  async #call(token: string, method: string, body: object): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await this.#forward(`/api/${method}`, JSON.stringify(body), headers);
    const answer = (await response.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${method}: ${String(answer.error)}`);
    return answer;
  }

  #forward(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Response> {
    return fetch(`${this.#emulator.url}${path}`, { method: 'POST', body: body as BodyInit, headers });
  }
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The body of a request. The SDK sends forms whose nested values are JSON. */
function bodyOf(request: IncomingMessage, raw: string): Record<string, unknown> {
  if (request.headers['content-type']?.includes('json')) return JSON.parse(raw || '{}') as Record<string, unknown>;
  return Object.fromEntries(
    [...new URLSearchParams(raw)].map(([key, value]) => [
      key,
      /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}
