/** A fake Microsoft Teams for tests. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the connector took it. */
export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
  readonly at: number;
  /** Whether it is about a message that one person alone sees. */
  readonly targeted: boolean;
}

/** The connector's treatment of a request: it answers, or breaks off before or after it took the message. */
export type Fate =
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: unknown;
      readonly takes?: boolean;
    }
  | 'reset'
  | 'taken-then-reset'
  | 'hang';

const OK: Fate = { status: 201 };

/**
 * Microsoft Teams as a bot sees it, over real HTTP: the Bot Connector, the key service, and Graph. What it delivered is
 * the truth.
 */
export class FakeTeams {
  /** Every request to the connector, delivered or not. */
  readonly requests: Taken[] = [];
  /** Messages that people see, by conversation, in order; an update replaces the message it updates. */
  readonly delivered = new Map<string, { id: string; activity: Record<string, unknown> }[]>();
  fate: (taken: Taken) => Fate = () => OK;
  /** Messages that one person alone sees, by conversation. */
  readonly whispers = new Map<string, { id: string; to: string; activity: Record<string, unknown> }[]>();
  /** Reactions of the bot: conversation, message and reaction. */
  readonly reactions: (readonly [conversation: string, message: string, reaction: string])[] = [];
  /** Graph's answers by path; a number is a status. */
  readonly graph = new Map<string, unknown>();
  readonly graphRequests: { path: string; authorization: string | undefined }[] = [];
  /** Files that people sent, by path. */
  readonly files = new Map<string, { body: Uint8Array; headers?: Record<string, string> }>();
  readonly fileRequests: { path: string; authorization: string | undefined }[] = [];
  /** The members of the desks' channels, by Teams' id of them; `rosterFate` is a status that replaces them all. */
  readonly roster = new Map<string, { id: string; name: string; aadObjectId: string; tenantId?: string }>();
  rosterFate: number | null = null;
  readonly rosterRequests: string[] = [];
  /** The status of the key service; `hang` if it never answers. */
  keyService: number | 'hang' = 200;
  keyRequests = 0;
  endorsements: readonly string[] = ['msteams'];
  url = '';
  readonly #server: Server;
  #key: { id: string; private: KeyObject; public: KeyObject } = newKey();
  #count = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      request.once('end', () => this.#answer(request, response, body));
    });
  }

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  get keysUrl(): string {
    return `${this.url}/openidconfiguration`;
  }

  /** Lets Microsoft sign with another key from now on. */
  rotate(): void {
    this.#key = newKey();
  }

  /** A token as the Bot Framework signs them; `claims` and `by` make it wrong. */
  token(appId: string, claims: object = {}, by: { key?: KeyObject; alg?: string; kid?: string } = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { alg: by.alg ?? 'RS256', typ: 'JWT', kid: by.kid ?? this.#key.id };
    const payload = {
      iss: 'https://api.botframework.com',
      aud: appId,
      serviceurl: this.url,
      nbf: now - 60,
      exp: now + 3600,
      ...claims,
    };
    const text = [header, payload].map((p) => Buffer.from(JSON.stringify(p)).toString('base64url')).join('.');
    if (header.alg === 'none') return `${text}.x`;
    return `${text}.${createSign('RSA-SHA256')
      .update(text)
      .sign(by.key ?? this.#key.private, 'base64url')}`;
  }

  /** The requests that post new messages. */
  get posts(): Taken[] {
    return this.requests.filter((r) => r.method === 'POST' && r.path.endsWith('/activities'));
  }

  /** The cards that people see in a conversation, in order. */
  cards(conversation: string): Record<string, unknown>[] {
    return (this.delivered.get(conversation) ?? []).map(({ activity }) => cardIn(activity));
  }

  #answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const path = decodeURIComponent(new URL(request.url!, 'http://fake').pathname);
    const { authorization } = request.headers;
    if (path === '/openidconfiguration' || path === '/keys') {
      this.#keys(path, response);
      return;
    }
    if (path.startsWith('/graph/')) {
      const whole = decodeURIComponent(request.url!);
      this.graphRequests.push({ path: whole, authorization });
      const found = this.graph.get(whole.slice('/graph'.length)) ?? this.graph.get(path.slice('/graph'.length)) ?? 404;
      if (typeof found === 'number') send(response, found, { error: { code: 'Refused', message: 'no' } });
      else send(response, 200, found);
      return;
    }
    const file = this.files.get(path);
    if (file) {
      this.fileRequests.push({ path, authorization });
      response.writeHead(200, file.headers);
      response.end(file.body);
      return;
    }
    this.#connector(request, response, {
      method: request.method!,
      path,
      authorization,
      body: body ? JSON.parse(body) : {},
      at: Date.now(),
      targeted: new URL(request.url!, 'http://fake').searchParams.get('isTargetedActivity') === 'true',
    });
  }

  #keys(path: string, response: ServerResponse): void {
    this.keyRequests += 1;
    if (this.keyService === 'hang') return;
    const jwk = this.#key.public.export({ format: 'jwk' });
    const document = { jwks_uri: `${this.url}/keys` };
    const keys = [{ ...jwk, kid: this.#key.id, use: 'sig', endorsements: this.endorsements }];
    send(response, this.keyService, path === '/keys' ? { keys } : document);
  }

  #connector(request: IncomingMessage, response: ServerResponse, taken: Taken): void {
    if (taken.method === 'GET' && this.#roster(taken.path, response)) return;
    this.requests.push(taken);
    const unknown = taken.targeted && taken.method !== 'POST' && !this.#knows(taken.path);
    const fate: Fate = unknown ? { status: 404 } : this.fate(taken);
    if (fate === 'hang') {
      // The connector takes the message, and never says so.
      this.#deliver(taken);
      return;
    }
    if (fate === 'reset' || fate === 'taken-then-reset') {
      if (fate === 'taken-then-reset') this.#deliver(taken);
      request.socket.destroy();
      return;
    }
    const done = fate.status < 300 || fate.takes ? this.#deliver(taken) : {};
    send(response, fate.status, fate.body ?? done, fate.headers);
  }

  #deliver({ method, path, body, targeted }: Taken): object {
    const [, where, what, reaction] =
      /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)\/reactions\/([^/]+)$/.exec(path) ?? [];
    if (method === 'PUT' && reaction) {
      this.reactions.push([where!, what!, reaction]);
      return {};
    }
    const [, conversation, , message] = /^\/v3\/conversations\/([^/]+)(\/activities(?:\/([^/]+))?)?$/.exec(path) ?? [];
    if (method === 'GET' && path.startsWith('/v3/teams/')) return { id: path.slice(10), aadGroupId: 'group-1' };
    if (method === 'POST' && path === '/v3/conversations') return body.isGroup ? this.#begin(body) : privateWith(body);
    if (targeted) return this.#whisper(method, conversation!, message, body);
    const said = this.delivered.get(conversation!) ?? [];
    this.delivered.set(conversation!, said);
    if (method === 'PUT') {
      const old = said.find((s) => s.id === message);
      if (old) old.activity = body;
      return { id: message };
    }
    if (method === 'DELETE') {
      const at = said.findIndex((s) => s.id === message);
      if (at >= 0) said.splice(at, 1);
      return {};
    }
    this.#count += 1;
    said.push({ id: `m-${this.#count}`, activity: body });
    const split = (body.attachments as unknown[] | undefined)?.length ?? 0;
    // A message with several attachments becomes several messages, and their ids are not told.
    return split > 1 ? {} : { id: `m-${this.#count}` };
  }

  #knows(path: string): boolean {
    return [...this.whispers.values()].flat().some(({ id }) => path.endsWith(`/activities/${id}`));
  }

  /** A message that one person alone sees: Teams wants its reader with the first call, and with no later one. */
  #whisper(method: string, conversation: string, message: string | undefined, body: Taken['body']): object {
    const said = this.whispers.get(conversation) ?? [];
    this.whispers.set(conversation, said);
    const at = said.findIndex((s) => s.id === message);
    if (method === 'PUT' && at >= 0) said[at]!.activity = body;
    else if (method === 'DELETE') said.splice(at, 1);
    else if (method === 'POST') {
      this.#count += 1;
      said.push({ id: `w-${this.#count}`, to: (body.recipient as { id: string }).id, activity: body });
    }
    return { id: method === 'POST' ? `w-${this.#count}` : message };
  }

  /** Begins a thread in a channel, named after its first message; the activity's id is an older name of it. */
  #begin({ channelData, activity }: Taken['body']): object {
    this.#count += 1;
    const id = `17${String(this.#count).padStart(11, '0')}`;
    const thread = `${(channelData as { channel: { id: string } }).channel.id};messageid=${id}`;
    this.delivered.set(thread, [{ id, activity: activity as Record<string, unknown> }]);
    return { id: thread, activityId: `1:${this.#count}` };
  }

  /** The roster of a channel: 404 for an account that does not belong to it. */
  #roster(path: string, response: ServerResponse): boolean {
    const [, user] = /^\/v3\/conversations\/[^/]+\/members\/([^/]+)$/.exec(path) ?? [];
    if (user === undefined) return false;
    this.rosterRequests.push(user);
    const member = this.roster.get(user) ?? [...this.roster.values()].find(({ aadObjectId }) => aadObjectId === user);
    const status = this.rosterFate ?? (member ? 200 : 404);
    send(
      response,
      status,
      status === 200 ? member : { error: { code: 'MemberNotFoundInConversation', message: 'no' } },
    );
    return true;
  }
}

function privateWith(body: Taken['body']): object {
  return { id: `a:private-${(body.members as { id: string }[])[0]!.id}` };
}

/** The card of an activity. */
export function cardIn(activity: Record<string, unknown>): Record<string, unknown> {
  return (activity.attachments as { content: Record<string, unknown> }[])[0]!.content;
}

function newKey(): { id: string; private: KeyObject; public: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { id: `key-${Math.random().toString(36).slice(2)}`, private: privateKey, public: publicKey };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  // In one process with restify, writeHead returns nothing.
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
