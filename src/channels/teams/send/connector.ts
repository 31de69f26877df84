import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Pipeline } from '@azure/core-rest-pipeline';
import { ConnectorClient } from 'botframework-connector/lib/connectorApi/connectorClient.js';
import { z } from 'zod';
import type { SendOutcome } from '../../../core/channel.ts';
import type { Log } from '../../../core/log.ts';
import type { TokenSource } from '../workspace/credentials.ts';
import type { TeamsAddress } from '../workspace/places.ts';
import { type Ended, outcomeOf, repeatable, type SendFailure, saysMoved, subcodeIn } from './outcomes.ts';
import { refOf, threadRef } from './refs.ts';

/** A message as the connector takes it. */
export type Outgoing = { readonly type: 'message'; readonly [key: string]: unknown };

export interface ConnectorParts {
  readonly tokens: TokenSource;
  readonly log: Log;
  readonly timeoutMs?: number;
  /** From where to where tenants are sent on. */
  readonly clouds?: { readonly from: string; readonly to: string };
}

/** Shorter than the journal's patience, so that the outcome is ours to tell. */
const TIMEOUT_MS = 8000;
const MOST_CLIENTS = 50;
const MOST_GROUPS = 1000;
/** Idle connections are given up before Microsoft's front ends do: a message must not meet a closed one. */
const IDLE_MS = 15_000;
const NO_TOKEN_MS = 10_000;
const CLOUDS = { from: 'https://smba.trafficmanager.net/', to: 'https://smba.infra.gcc.teams.microsoft.com/teams' };

const NOT_IMPLEMENTED = 501;
/** Somebody waits for the answer that a roster decides about. */
const ROSTER_TIMEOUT_MS = 5000;

const Member = z.object({
  id: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  /** Teams' older name of the same. */
  objectId: z.string().nullish(),
  name: z.string().nullish(),
  tenantId: z.string().nullish(),
});
/** Somebody who belongs to a channel. */
export type Member = z.output<typeof Member>;

/**
 * The Bot Connector: one call is one HTTP request. botbuilder's client sends a message up to four times on its own and follows
 * redirects with it; both are taken out of its pipeline, for its options against it do nothing.
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
  /** Tenants of the government cloud may be told another address than they were written from. */
  readonly #moved = new Set<string>();

  constructor({ tokens, log, timeoutMs = TIMEOUT_MS, clouds = CLOUDS }: ConnectorParts) {
    this.#tokens = tokens;
    this.#log = log;
    this.#timeout = timeoutMs;
    this.#clouds = clouds;
  }

  /** Writes a message where an address says: one attempt, and what became of it. */
  async post(address: TeamsAddress, message: Outgoing, attempt: number): Promise<Ended> {
    const { place } = address;
    return this.#attempt(address, attempt, async (conversations, options) => {
      const { id } = await conversations.sendToConversation(place, message as never, options);
      return id ? refOf(place, id) : null;
    });
  }

  /** Begins a thread in the channel an address names: one attempt, and what became of it. */
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

  /** Puts another message in the place of one we wrote. One that is no more there needs none; any other failure can be repeated. */
  async change(address: TeamsAddress, id: string, message: Outgoing, attempt: number): Promise<SendOutcome> {
    const ended = await this.#attempt(address, attempt, async (conversations, options) => {
      await conversations.updateActivity(address.place, id, message as never, options);
      return null;
    });
    return repeatable(ended, attempt);
  }

  /** Takes away a message we wrote; null where that is not possible at all. */
  async remove(address: TeamsAddress, id: string, attempt: number): Promise<SendOutcome | null> {
    const ended = await this.#attempt(address, attempt, async (conversations, options) => {
      await conversations.deleteActivity(address.place, id, options);
      return null;
    });
    return ended.status === NOT_IMPLEMENTED ? null : repeatable(ended, attempt);
  }

  /** Who somebody is in a channel; null where they don't belong to it. Throws when it can't be had. */
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

  /** Puts another message in the place of one we wrote; repeating it does no harm, and failing little. */
  async update({ serviceUrl, place }: TeamsAddress, id: string, message: Outgoing): Promise<boolean> {
    if ((await this.#ready()) !== true) return false;
    try {
      const options = { timeout: this.#timeout };
      await this.#client(this.#base(serviceUrl)).conversations.updateActivity(place, id, message as never, options);
      return true;
    } catch (error) {
      this.#log.debug({ status: (error as SendFailure).statusCode }, 'a pressed card could not be updated');
      return false;
    }
  }

  /** The private chat with a person: Teams answers the one there is, or opens it. Null when it won't. */
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

  /** A team's id in the directory, where Teams told only its thread's; null where it won't tell. */
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

  /** One request to the connector, with whatever ends it as an outcome. */
  async #attempt(
    { serviceUrl }: TeamsAddress,
    attempt: number,
    call: (conversations: ConnectorClient['conversations'], options: { timeout: number }) => Promise<string | null>,
  ): Promise<Ended> {
    const ready = await this.#ready();
    if (ready !== true) return { outcome: ready };
    const base = this.#base(serviceUrl);
    try {
      const ref = await call(this.#client(base).conversations, { timeout: this.#timeout });
      return { outcome: { kind: 'sent', ref } };
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

  /** Lets go of idle connections. */
  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  /** Without a token nothing goes out, so nothing is lost by coming back. */
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
    // The one way to it: botbuilder keeps it private, and offers nothing that works.
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

/** What is left of the client's pipeline: bodies, the token, the proxy of the environment. No retries, no redirects, no logs of bodies. */
const NEEDED = new Set([
  'serializationPolicy',
  'deserializationPolicy',
  'ServiceClientContext_Credentials_SignRequest',
  'proxyPolicy',
  'userAgentPolicy',
]);
