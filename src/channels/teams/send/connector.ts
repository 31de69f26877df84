/** The client of the Bot Connector, Teams' API for bots. */
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { ConnectorClient } from 'botframework-connector/lib/connectorApi/connectorClient.js';
import { z } from 'zod';
import type { SendOutcome } from '../../../core/channel.ts';
import type { Log } from '../../../core/log.ts';
import type { TokenSource } from '../workspace/credentials.ts';
import type { TeamsAddress } from '../workspace/places.ts';
import { callConnector, connectorUrl } from './calls.ts';
import { type Ended, outcomeOf, repeatable, type SendFailure, saysMoved, subcodeIn } from './outcomes.ts';
import { alone, isAlone, refOf, threadRef, wireId } from './refs.ts';

/** The pipeline of botbuilder's client, as far as it is changed. */
interface Pipeline {
  getOrderedPolicies(): readonly { readonly name: string }[];
  removePolicy(policy: { readonly name: string }): unknown;
  addPolicy(policy: {
    readonly name: string;
    sendRequest(request: { readonly url: string }, next: (request: object) => Promise<unknown>): Promise<unknown>;
  }): void;
}

/** A message in the connector's shape. */
export type Outgoing = { readonly type: 'message'; readonly [key: string]: unknown };

/** The parts of the client; the timeout and the clouds are for tests. */
export interface ConnectorParts {
  readonly tokens: TokenSource;
  readonly log: Log;
  readonly timeoutMs?: number;
  /** The address from which tenants of the government cloud are sent on, and the one they are sent to. */
  readonly clouds?: { readonly from: string; readonly to: string };
}

/**
 * The longest a call may take, in milliseconds: less than the journal's patience, so that the channel itself tells the
 * outcome.
 */
const TIMEOUT_MS = 8000;
const MOST_CLIENTS = 50;
const MOST_GROUPS = 1000;
/**
 * The time after which an idle connection is given up, in milliseconds: before Microsoft's front ends do, so that no
 * message meets a closed one.
 */
const IDLE_MS = 15_000;
/** The pause when there is no token for sending, in milliseconds. */
const NO_TOKEN_MS = 10_000;
const CLOUDS = { from: 'https://smba.trafficmanager.net/', to: 'https://smba.infra.gcc.teams.microsoft.com/teams' };

const NOT_IMPLEMENTED = 501;
const NOT_FOUND = 404;
/** Teams' mark of a call about a message that one person alone sees. */
const TARGETED = 'isTargetedActivity=true';
/** The longest a roster may take, in milliseconds: a person waits for the answer it decides about. */
const ROSTER_TIMEOUT_MS = 5000;

const Member = z.object({
  id: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  /** Teams' older name of `aadObjectId`. */
  objectId: z.string().nullish(),
  name: z.string().nullish(),
  tenantId: z.string().nullish(),
});
/** A member of a channel. */
export type Member = z.output<typeof Member>;

/**
 * Calls the Bot Connector: one call is one HTTP request. botbuilder's client sends a message up to four times by itself
 * and follows redirects with it; both are taken out of its pipeline, because its options against them have no effect.
 */
export class Connector {
  readonly #tokens: TokenSource;
  readonly #log: Log;
  readonly #timeout: number;
  readonly #clouds: typeof CLOUDS;
  readonly #clients = new Map<string, ConnectorClient>();
  readonly #agents = [
    new Agent({ keepAlive: true, timeout: IDLE_MS }),
    new SecureAgent({ keepAlive: true, timeout: IDLE_MS }),
  ] as const;
  readonly #groups = new Map<string, string>();
  /**
   * The addresses whose tenants are sent on: the government cloud may want answers at another address than it wrote
   * from.
   */
  readonly #moved = new Set<string>();

  constructor({ tokens, log, timeoutMs = TIMEOUT_MS, clouds = CLOUDS }: ConnectorParts) {
    this.#tokens = tokens;
    this.#log = log;
    this.#timeout = timeoutMs;
    this.#clouds = clouds;
  }

  /** Posts a message at an address: one attempt, and its outcome. */
  async post(address: TeamsAddress, message: Outgoing, attempt: number): Promise<Ended> {
    const { place } = address;
    return this.#attempt(address, attempt, async (conversations, options) => {
      const { id } = await conversations.sendToConversation(place, message as never, options);
      return id ? refOf(place, id) : null;
    });
  }

  /** Posts a message that only one member of the place sees: one attempt, and its outcome. */
  async whisper(address: TeamsAddress, to: string, message: Outgoing, attempt: number): Promise<Ended> {
    const { place } = address;
    const path = `conversations/${encodeURIComponent(place)}/activities?${TARGETED}`;
    return this.#call(address, attempt, 'POST', path, { ...message, recipient: { id: to } }, (id) =>
      id === null ? null : refOf(place, alone(id)),
    );
  }

  /** Puts a reaction beside a message: one attempt, and its outcome. Repeating it does no harm. */
  async react(address: TeamsAddress, id: string, reaction: string, attempt: number): Promise<Ended> {
    const path = `conversations/${encodeURIComponent(address.place)}/activities/${encodeURIComponent(id)}/reactions/${reaction}`;
    const ended = await this.#call(address, attempt, 'PUT', path);
    // Where nothing is found, Teams may not know reactions at all.
    return ended.status === NOT_FOUND ? ended : { ...ended, outcome: repeatable(ended, attempt) };
  }

  /** Begins a thread in the channel of an address: one attempt, and its outcome. */
  async begin(address: TeamsAddress, message: Outgoing, attempt: number): Promise<Ended> {
    const { place: channel, tenant, bot } = address;
    const parameters = {
      isGroup: true,
      bot,
      tenantId: tenant,
      channelData: { channel: { id: channel }, tenant: { id: tenant } },
      activity: message,
    };
    return this.#attempt(address, attempt, async (conversations, options) => {
      const { id, activityId } = await conversations.createConversation(parameters as never, options);
      return threadRef(channel, id ?? '', activityId ?? '');
    });
  }

  /** Replaces a message of the bot's. A message that is gone counts as replaced; any other failure can be repeated. */
  async change(address: TeamsAddress, id: string, message: Outgoing, attempt: number): Promise<Ended> {
    const ended = isAlone(id)
      ? await this.#call(address, attempt, 'PUT', this.#aloneAt(address, id), message)
      : await this.#changed(address, id, message, attempt);
    return { ...ended, outcome: repeatable(ended, attempt) };
  }

  #changed(address: TeamsAddress, id: string, message: Outgoing, attempt: number): Promise<Ended> {
    return this.#attempt(address, attempt, async (conversations, options) => {
      await conversations.updateActivity(address.place, id, message as never, options);
      return null;
    });
  }

  /** Deletes a message of the bot's; null where Teams can't delete at all. */
  async remove(address: TeamsAddress, id: string, attempt: number): Promise<SendOutcome | null> {
    const ended = isAlone(id)
      ? await this.#call(address, attempt, 'DELETE', this.#aloneAt(address, id))
      : await this.#attempt(address, attempt, async (conversations, options) => {
          await conversations.deleteActivity(address.place, id, options);
          return null;
        });
    return ended.status === NOT_IMPLEMENTED ? null : repeatable(ended, attempt);
  }

  /**
   * Looks up a member of a channel; null for a person who does not belong to it. Rejects when the roster can't be had.
   */
  async member({ serviceUrl }: TeamsAddress, channel: string, user: string): Promise<Member | null> {
    const base = this.#base(serviceUrl);
    const url = `${base.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(channel)}/members/${encodeURIComponent(user)}`;
    const token = await this.#tokens.get();
    const headers = token === '' ? undefined : { authorization: `Bearer ${token}` };
    const answer = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(Math.min(ROSTER_TIMEOUT_MS, this.#timeout)),
    });
    if (answer.status === 401) this.#tokens.drop();
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`the roster answered ${answer.status} ${subcodeIn(await answer.text())}`.trim());
    return Member.parse(await answer.json());
  }

  /**
   * Replaces a message of the bot's, best effort: repeating it does no harm, and failing little. False when it failed.
   */
  async update(address: TeamsAddress, id: string, message: Outgoing): Promise<boolean> {
    const { serviceUrl, place } = address;
    if ((await this.#ready()) !== true) return false;
    try {
      if (isAlone(id)) {
        const url = connectorUrl(this.#base(serviceUrl), this.#aloneAt(address, id));
        const token = await this.#tokens.get();
        await callConnector({ method: 'PUT', url, body: message, token, timeoutMs: this.#timeout });
        return true;
      }
      const options = { timeout: this.#timeout };
      await this.#client(this.#base(serviceUrl)).conversations.updateActivity(place, id, message as never, options);
      return true;
    } catch (error) {
      this.#log.debug({ status: (error as SendFailure).statusCode }, 'a pressed card could not be updated');
      return false;
    }
  }

  /** Finds the private chat with a person: Teams answers the existing one, or opens it. Null when it does neither. */
  async openPrivate({ serviceUrl, bot, tenant }: TeamsAddress, user: string): Promise<string | null> {
    if ((await this.#ready()) !== true) return null;
    const parameters = {
      bot,
      isGroup: false,
      members: [{ id: user }],
      tenantId: tenant,
      channelData: { tenant: { id: tenant } },
    };
    try {
      const options = { timeout: this.#timeout };
      const { id } = await this.#client(this.#base(serviceUrl)).conversations.createConversation(
        parameters as never,
        options,
      );
      return id || null;
    } catch (error) {
      this.#log.warn({ status: (error as SendFailure).statusCode, code: 'PRIVATE_CHAT_REFUSED' }, 'no private chat');
      return null;
    }
  }

  /** Finds a team's id in the directory, where Teams told only its thread's; null where Teams does not tell it. */
  async groupOf({ serviceUrl, team }: TeamsAddress): Promise<string | null> {
    if (!team) return null;
    const known = this.#groups.get(team.id);
    if (known) return known;
    const url = `${serviceUrl.replace(/\/$/, '')}/v3/teams/${encodeURIComponent(team.id)}`;
    const headers = { authorization: `Bearer ${await this.#tokens.get()}` };
    const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(this.#timeout) });
    if (!answer.ok) return null;
    const { aadGroupId } = (await answer.json()) as { aadGroupId?: unknown };
    if (typeof aadGroupId !== 'string') return null;
    if (this.#groups.size >= MOST_GROUPS) this.#groups.clear();
    this.#groups.set(team.id, aadGroupId);
    return aadGroupId;
  }

  /** The path of a message that only one person sees. */
  #aloneAt({ place }: TeamsAddress, id: string): string {
    return `conversations/${encodeURIComponent(place)}/activities/${encodeURIComponent(wireId(id))}?${TARGETED}`;
  }

  /** Makes one request that botbuilder's client does not know; never rejects. */
  #call(
    address: TeamsAddress,
    attempt: number,
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    refIn: (id: string | null) => string | null = () => null,
  ): Promise<Ended> {
    return this.#attempted(address, attempt, async (base) => {
      const [url, token] = [connectorUrl(base, path), await this.#tokens.get()];
      return refIn(await callConnector({ method, url, body, token, timeoutMs: this.#timeout }));
    });
  }

  /** Makes one request with botbuilder's client; never rejects. */
  #attempt(
    address: TeamsAddress,
    attempt: number,
    call: (conversations: ConnectorClient['conversations'], options: { timeout: number }) => Promise<string | null>,
  ): Promise<Ended> {
    return this.#attempted(address, attempt, (base) =>
      call(this.#client(base).conversations, { timeout: this.#timeout }),
    );
  }

  /** Makes one request, and tells its end as an outcome; never rejects. */
  async #attempted(
    { serviceUrl }: TeamsAddress,
    attempt: number,
    call: (base: string) => Promise<string | null>,
  ): Promise<Ended> {
    const ready = await this.#ready();
    if (ready !== true) return { outcome: ready };
    const base = this.#base(serviceUrl);
    // Where nobody wrote yet, some clouds have no address to write to.
    if (base === '') return { outcome: { kind: 'later', afterMs: NO_TOKEN_MS } };
    try {
      return { outcome: { kind: 'sent', ref: await call(base) } };
    } catch (error) {
      const failure = error as SendFailure;
      if (failure.statusCode === 401) this.#tokens.drop();
      if (saysMoved(failure) && base !== this.#clouds.to && serviceUrl.startsWith(this.#clouds.from)) {
        this.#moved.add(serviceUrl);
        return { outcome: { kind: 'later', afterMs: 0 } };
      }
      return { outcome: outcomeOf(failure, attempt), status: failure.statusCode };
    }
  }

  #base(serviceUrl: string): string {
    return this.#moved.has(serviceUrl) ? this.#clouds.to : serviceUrl;
  }

  /** Closes the idle connections. */
  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  /** Checks that there is a token. Without one nothing was sent, so nothing is lost by trying later. */
  async #ready(): Promise<true | SendOutcome> {
    try {
      await this.#tokens.get();
      return true;
    } catch (error) {
      this.#log.error(
        { err: (error as Error).message, code: 'TOKEN_UNAVAILABLE' },
        'no token for sending; see: npx firstline doctor teams',
      );
      return { kind: 'later', afterMs: NO_TOKEN_MS };
    }
  }

  #client(serviceUrl: string): ConnectorClient {
    const known = this.#clients.get(serviceUrl);
    if (known) return known;
    const client = new ConnectorClient(
      {
        signRequest: async (request) => {
          const token = await this.#tokens.get();
          if (token !== '') request.headers.set('authorization', `Bearer ${token}`);
          return request;
        },
      },
      { baseUri: serviceUrl },
    );
    // The only way to the pipeline: botbuilder keeps it private, and offers nothing that works.
    const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
    const [plain, secure] = this.#agents;
    for (const { name } of pipeline.getOrderedPolicies()) if (!NEEDED.has(name)) pipeline.removePolicy({ name });
    pipeline.addPolicy({
      name: 'firstlineAgent',
      sendRequest: (request, next) =>
        next(Object.assign(request, { agent: request.url.startsWith('https:') ? secure : plain })),
    });
    if (this.#clients.size >= MOST_CLIENTS) this.#clients.delete(this.#clients.keys().next().value!);
    this.#clients.set(serviceUrl, client);
    return client;
  }
}

/**
 * The policies that stay in the client's pipeline: bodies, the token, the proxy of the environment. No retries, no
 * redirects, no logs of bodies.
 */
const NEEDED = new Set([
  'serializationPolicy',
  'deserializationPolicy',
  'ServiceClientContext_Credentials_SignRequest',
  'proxyPolicy',
  'userAgentPolicy',
]);
