import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Pipeline } from '@azure/core-rest-pipeline';
import { ConnectorClient } from 'botframework-connector/lib/connectorApi/connectorClient.js';
import type { SendOutcome } from '../../core/channel.ts';
import type { Log } from '../../core/log.ts';
import type { TokenSource } from './credentials.ts';
import type { Address } from './places.ts';

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
const NOT_CONNECTED_MS = 2000;
const NO_TOKEN_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
/** Refused tokens are renewed so often; after that it is not the token. */
const MOST_REFUSALS = 3;
const CLOUDS = { from: 'https://smba.trafficmanager.net/', to: 'https://smba.infra.gcc.teams.microsoft.com/teams' };

/** Errors before anything was sent: the message certainly did not go out. */
const NOT_CONNECTED = new Set(
  'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE ERR_TLS_CERT_ALTNAME_INVALID'.split(
    ' ',
  ),
);

/** What a failed call tells of itself, whichever of the client's layers made it. */
interface Failure {
  readonly message?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly syscall?: string;
  readonly response?: { readonly headers?: { get(name: string): string | undefined }; readonly bodyAsText?: string };
}

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
  async post({ serviceUrl, place }: Address, message: Outgoing, attempt: number): Promise<SendOutcome> {
    const ready = await this.#ready();
    if (ready !== true) return ready;
    const base = this.#moved.has(serviceUrl) ? this.#clouds.to : serviceUrl;
    try {
      const options = { timeout: this.#timeout };
      const { id } = await this.#client(base).conversations.sendToConversation(place, message as never, options);
      return { kind: 'sent', ref: id ? refOf(place, id) : null };
    } catch (error) {
      const failure = error as Failure;
      if (failure.statusCode === 401) this.#tokens.drop();
      if (saysMoved(failure) && base !== this.#clouds.to && serviceUrl.startsWith(this.#clouds.from)) {
        this.#moved.add(serviceUrl);
        return { kind: 'later', afterMs: 0 };
      }
      return outcomeOf(failure, attempt);
    }
  }

  /** Puts another message in the place of one we wrote; repeating it does no harm, and failing little. */
  async update({ serviceUrl, place }: Address, id: string, message: Outgoing): Promise<boolean> {
    if ((await this.#ready()) !== true) return false;
    try {
      const options = { timeout: this.#timeout };
      await this.#client(serviceUrl).conversations.updateActivity(place, id, message as never, options);
      return true;
    } catch (error) {
      this.#log.debug({ status: (error as Failure).statusCode }, 'a pressed card could not be updated');
      return false;
    }
  }

  /** The private chat with a person: Teams answers the one there is, or opens it. Null when it won't. */
  async openPrivate({ serviceUrl, bot, tenant }: Address, user: string): Promise<string | null> {
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
      const { id } = await this.#client(serviceUrl).conversations.createConversation(parameters as never, options);
      return id || null;
    } catch (error) {
      this.#log.warn({ status: (error as Failure).statusCode, code: 'PRIVATE_CHAT_REFUSED' }, 'no private chat');
      return null;
    }
  }

  /** A team's id in the directory, where Teams told only its thread's; null where it won't tell. */
  async groupOf({ serviceUrl, team }: Address): Promise<string | null> {
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

/**
 * How a failed attempt ended. Microsoft's advice to send 502, 503 and 504 again would double messages that had gone out, so these
 * are unknown; 429 and 412 certainly were not taken.
 */
export function outcomeOf(failure: Failure, attempt: number): SendOutcome {
  const { statusCode: status, code = '', message = '' } = failure;
  const slower = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(attempt - 1, 6));
  if (status === undefined || status < 100) {
    const connecting = NOT_CONNECTED.has(code) || failure.syscall === 'connect' || failure.syscall === 'getaddrinfo';
    return connecting
      ? { kind: 'later', afterMs: Math.max(NOT_CONNECTED_MS, slower) }
      : { kind: 'unknown', why: code || message };
  }
  if (status < 300) return { kind: 'sent', ref: null };
  if (status === 429) return { kind: 'later', afterMs: retryAfter(failure) ?? slower };
  if (status === 412) return { kind: 'later', afterMs: slower };
  if (status === 401 && attempt <= MOST_REFUSALS) return { kind: 'later', afterMs: slower };
  if (status >= 500 || status === 408) return { kind: 'unknown', why: `the connector answered ${status}` };
  return { kind: 'refused', why: `the connector answered ${status} ${subcodeOf(failure)}`.trim() };
}

/** What a message is called in the store: where it stands, and Teams' id of it. */
export function refOf(place: string, id: string): string {
  return `${place}|${id}`;
}

/** `Retry-After`, in seconds or as a date; bounded, for a lane must not stand still for a day. */
function retryAfter({ response }: Failure): number | null {
  const value = response?.headers?.get('retry-after');
  if (!value) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 500), 10 * LONGEST_PAUSE_MS);
}

/** Teams' own word for what is wrong, and nothing else of what it answered. */
function subcodeOf({ response }: Failure): string {
  try {
    const { error } = JSON.parse(response?.bodyAsText ?? '') as { error?: { code?: unknown } };
    return typeof error?.code === 'string' ? error.code.slice(0, 60) : '';
  } catch {
    return '';
  }
}

function saysMoved(failure: Failure): boolean {
  return failure.statusCode === 403 && /InvalidBotApiHost/.test(failure.response?.bodyAsText ?? '');
}
