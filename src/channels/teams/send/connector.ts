/** The client of the Bot Connector, Teams' API for bots. */
import { z } from 'zod';
import type { SendOutcome } from '../../../core/channel.ts';
import { FAULTS } from '../../../core/faults.ts';
import { type Log, unrepeated } from '../../../core/log.ts';
import { type ProxySettings, proxyFault, proxyTrouble } from '../../../core/proxy.ts';
import { Troubles } from '../../../core/troubles.ts';
import type { TokenSource } from '../workspace/credentials.ts';
import type { TeamsAddress } from '../workspace/places.ts';
import { type Call, Calls, type ConnectorIds, connectorUrl } from './calls.ts';
import { type Ended, outcomeOf, repeatable, type SendFailure, saysMoved, subcodeIn } from './outcomes.ts';
import { alone, isAlone, refOf, threadRef, wireId } from './refs.ts';

/** A message in the connector's shape. */
export type Outgoing = { readonly type: 'message'; readonly [key: string]: unknown };

/** The parts of the client; the timeout and the clouds are for tests. */
export interface ConnectorParts {
  readonly tokens: TokenSource;
  readonly log: Log;
  readonly timeoutMs?: number;
  /** The address from which tenants of the government cloud are sent on, and the one they are sent to. */
  readonly clouds?: { readonly from: string; readonly to: string };
  /** The proxy by which calls go; left out where there is none. */
  readonly proxy?: ProxySettings;
}

/**
 * The longest a call may take, in milliseconds: less than the journal's patience, so that the channel itself tells the
 * outcome.
 */
const TIMEOUT_MS = 8000;
const MOST_GROUPS = 1000;
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

/** Calls the Bot Connector: one call is one HTTP request. */
export class Connector {
  readonly #tokens: TokenSource;
  readonly #log: Log;
  /** Of a proxy's trouble every attempt would tell again. */
  readonly #calm: Log;
  readonly #troubles = new Troubles();
  readonly #timeout: number;
  readonly #clouds: typeof CLOUDS;
  readonly #calls: Calls;
  readonly #proxy: ProxySettings | null;
  readonly #groups = new Map<string, string>();
  /**
   * The addresses whose tenants are sent on: the government cloud may want answers at another address than it wrote
   * from.
   */
  readonly #moved = new Set<string>();

  constructor({ tokens, log, timeoutMs = TIMEOUT_MS, clouds = CLOUDS, proxy }: ConnectorParts) {
    this.#proxy = proxy ?? null;
    this.#calls = new Calls(proxy?.env ?? null);
    this.#tokens = tokens;
    this.#log = log;
    this.#calm = unrepeated(log);
    this.#timeout = timeoutMs;
    this.#clouds = clouds;
  }

  /** Posts a message at an address: one attempt, and its outcome. */
  async post(address: TeamsAddress, message: Outgoing, attempt: number): Promise<Ended> {
    const { place } = address;
    return this.#call(address, attempt, 'POST', activitiesOf(place), message, ({ id }) =>
      id === null ? null : refOf(place, id),
    );
  }

  /** Posts a message that only one member of the place sees: one attempt, and its outcome. */
  async whisper(address: TeamsAddress, to: string, message: Outgoing, attempt: number): Promise<Ended> {
    const { place } = address;
    const path = `${activitiesOf(place)}?${TARGETED}`;
    return this.#call(address, attempt, 'POST', path, { ...message, recipient: { id: to } }, ({ id }) =>
      id === null ? null : refOf(place, alone(id)),
    );
  }

  /** Puts a reaction beside a message: one attempt, and its outcome. Repeating it does no harm. */
  async react(address: TeamsAddress, id: string, reaction: string, attempt: number): Promise<Ended> {
    const path = `${activitiesOf(address.place)}/${encodeURIComponent(id)}/reactions/${reaction}`;
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
    return this.#call(address, attempt, 'POST', 'conversations', parameters, ({ id, activityId }) =>
      threadRef(channel, id ?? '', activityId ?? ''),
    );
  }

  /** Replaces a message of the bot's. A message that is gone counts as replaced; any other failure can be repeated. */
  async change(address: TeamsAddress, id: string, message: Outgoing, attempt: number): Promise<Ended> {
    const ended = await this.#call(address, attempt, 'PUT', activityAt(address, id), message);
    return { ...ended, outcome: repeatable(ended, attempt) };
  }

  /** Deletes a message of the bot's; null where Teams can't delete at all. */
  async remove(address: TeamsAddress, id: string, attempt: number): Promise<SendOutcome | null> {
    const ended = await this.#call(address, attempt, 'DELETE', activityAt(address, id));
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
    if ((await this.#ready()) !== true) return false;
    try {
      const url = connectorUrl(this.#base(address.serviceUrl), activityAt(address, id));
      await this.#make({ method: 'PUT', url, body: message });
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
      const url = connectorUrl(this.#base(serviceUrl), 'conversations');
      return (await this.#make({ method: 'POST', url, body: parameters })).id;
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

  /** Makes one request, and tells its end as an outcome; never rejects. */
  #call(
    address: TeamsAddress,
    attempt: number,
    method: Call['method'],
    path: string,
    body?: object,
    refIn: (names: ConnectorIds) => string | null = () => null,
  ): Promise<Ended> {
    return this.#attempted(address, attempt, async (base) =>
      refIn(await this.#make({ method, url: connectorUrl(base, path), body })),
    );
  }

  async #make(call: Pick<Call, 'method' | 'url' | 'body'>): Promise<ConnectorIds> {
    return this.#calls.make({ ...call, token: await this.#tokens.get(), timeoutMs: this.#timeout });
  }

  /** Makes a request where there is a token; never rejects. */
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
      const atProxy = proxyTrouble(error);
      if (atProxy && this.#proxy) {
        const fault = proxyFault(atProxy, this.#proxy, new URL(base).hostname);
        this.#calm.warn({ err: fault, code: fault.code }, 'a reply waits for the proxy');
      }
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
    this.#calls.close();
  }

  /** Checks that there is a token. Without one nothing was sent, so nothing is lost by trying later. */
  async #ready(): Promise<true | SendOutcome> {
    try {
      await this.#tokens.get();
      const over = this.#troubles.over('token');
      if (over) this.#log.info(over, 'there is a token for sending again');
      return true;
    } catch (error) {
      const times = this.#troubles.came('token');
      if (times !== null)
        this.#log.error(
          {
            ...{ code: 'TOKEN_UNAVAILABLE', why: (error as Error).message, cure: FAULTS.TOKEN_UNAVAILABLE.cure },
            ...(times > 0 ? { times } : {}),
          },
          FAULTS.TOKEN_UNAVAILABLE.cause,
        );
      return { kind: 'later', afterMs: NO_TOKEN_MS };
    }
  }
}

function activitiesOf(place: string): string {
  return `conversations/${encodeURIComponent(place)}/activities`;
}

/** The path of a message; `id` tells whether one person alone sees it. */
function activityAt({ place }: TeamsAddress, id: string): string {
  return isAlone(id)
    ? `${activitiesOf(place)}/${encodeURIComponent(wireId(id))}?${TARGETED}`
    : `${activitiesOf(place)}/${encodeURIComponent(id)}`;
}
