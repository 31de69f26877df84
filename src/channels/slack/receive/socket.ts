/** The receiver for events over Socket Mode. */
import type { App, Receiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { getGlobalDispatcher } from 'undici';
import { Fault } from '../../../core/fault.ts';
import { type Log, unrepeated } from '../../../core/log.ts';
import type { Meter } from '../../../core/meter.ts';
import { ticks } from '../../../core/ticks.ts';
import { Troubles } from '../../../core/troubles.ts';
import { clientOptions, failureOf, quiet, unreachableCure } from '../workspace/api.ts';
import { commit } from './acknowledge.ts';
import { refusalOf } from './refusal.ts';

/** The number of connections: Slack closes each every few hours, and the second hears while the first begins anew. */
const CONNECTIONS = 2;
/** The longest a connection may take until Slack says hello, in milliseconds; a silent socket is given up then. */
const HELLO_MS = 20_000;
const PONG_MS = 5000;
const PING_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** The time without any connection after which the service is not healthy, in milliseconds. */
const UNWELL_MS = 60_000;
/** Errors that mean the token itself is refused: no later attempt helps. */
const BAD_TOKEN = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'not_allowed_token_type',
  'no_permission',
  'missing_scope',
];

/** The parts of the receiver; the numbers are for tests. */
export interface SocketParts {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: Log;
  readonly meter: Pick<Meter, 'refused'>;
  /** Is told of every event, press and command. */
  readonly came?: () => void;
  /** Whether everything goes out by a proxy: the SDK's sockets go past it by default. */
  readonly isProxied?: boolean;
  readonly connections?: number;
  readonly helloMs?: number;
  readonly pongMs?: number;
}

interface Envelope {
  readonly ack: (answer?: unknown) => Promise<void>;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
}

/**
 * Bolt's receiver over Socket Mode, for evaluation and closed networks. The SDK's client makes one connection and
 * watches its heartbeat; connecting again is done here, because the SDK's own attempts end with the first network
 * error.
 */
export class SocketReceiver implements Receiver {
  readonly #parts: SocketParts;
  /** A log that tells of the same refusal once a minute. */
  readonly #log: Log;
  readonly #clients = new Set<SocketModeClient>();
  #app: App | null = null;
  #open = 0;
  #lastOpen = ticks();
  #stopped = false;
  readonly #troubles = new Troubles();
  #loops: Promise<void>[] = [];

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.#log = unrepeated(parts.log);
  }

  init(app: App): void {
    this.#app = app;
  }

  /**
   * Resolves with the first connection, or with the first failure that may pass; a second start keeps the
   * connections of the first.
   * @throws Fault SLACK_TOKEN_REFUSED when Slack refuses the app token.
   */
  async start(): Promise<void> {
    if (this.#stopped || this.#loops.length > 0) return;
    const first = this.#connect();
    const began = await first.catch((error: unknown) => {
      const failure = failureOf(error);
      if (failure.kind === 'refused' && BAD_TOKEN.includes(failure.why)) throw appTokenRefused(failure.why, error);
      const why = failure.why ?? 'not reachable';
      this.#parts.log.error(
        { code: 'SLACK_UNREACHABLE', why, cure: unreachableCure(why, this.#parts.apiUrl) },
        'no Socket Mode connection yet; trying again until there is one',
      );
      return null;
    });
    const more = (this.#parts.connections ?? CONNECTIONS) - 1;
    this.#loops = [this.#keep(began), ...Array.from({ length: more }, () => this.#keep(null, 0))];
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const client of this.#clients) void client.disconnect().catch(() => undefined);
    await Promise.race([Promise.all(this.#loops), new Promise((resume) => setTimeout(resume, 1000).unref())]);
  }

  /** The number of connections that hear Slack right now. */
  get open(): number {
    return this.#open;
  }

  /**
   * Checks that Slack was heard lately.
   * @throws Fault SLACK_SOCKET_DOWN after a minute without a connection.
   */
  check(): void {
    if (this.#open > 0 || ticks() - this.#lastOpen < UNWELL_MS) return;
    throw new Fault(
      'SLACK_SOCKET_DOWN',
      'No Socket Mode connection for a minute.',
      'Check the way to slack.com and SLACK_APP_TOKEN.',
    );
  }

  /** Keeps one connection up until the receiver is stopped. */
  async #keep(began: Connection | null, pauseMs = FIRST_PAUSE_MS): Promise<void> {
    let connection = began;
    let pause = pauseMs;
    while (!this.#stopped) {
      if (connection) {
        await connection.ended;
        pause = 0;
      }
      if (this.#stopped) return;
      await new Promise((resume) => setTimeout(resume, pause).unref());
      connection = await this.#connect().catch((error: unknown) => {
        const failure = failureOf(error);
        const why = failure.why ?? 'not reachable';
        const times = this.#stopped ? null : this.#troubles.came(why);
        if (times !== null)
          this.#parts.log.warn(
            { why, open: this.#open, ...(times > 0 ? { times } : {}) },
            'Socket Mode: no connection; trying again',
          );
        if (failure.kind === 'later') pause = Math.max(pause, failure.afterMs);
        return null;
      });
      pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pause * 2));
    }
  }

  /** Makes one connection; resolves at its hello, and `ended` at its end. */
  async #connect(): Promise<Connection> {
    const { appToken, apiUrl, log, isProxied, helloMs = HELLO_MS, pongMs = PONG_MS } = this.#parts;
    const client = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      clientPingTimeout: pongMs,
      serverPingTimeout: PING_MS,
      clientOptions: clientOptions(apiUrl, log),
      logger: quiet(log),
      ...(isProxied ? { dispatcher: getGlobalDispatcher() } : {}),
    });
    this.#clients.add(client);
    client.on('slack_event', (envelope: Envelope) => void this.#take(envelope));
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    const hello = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no hello')), helloMs);
      client.once('connected', () => {
        clearTimeout(late);
        resolve();
      });
      client.start().catch((error: unknown) => {
        clearTimeout(late);
        reject(error ?? new Error('closed'));
      });
    });
    try {
      await hello;
    } catch (error) {
      this.#clients.delete(client);
      void client.disconnect().catch(() => undefined);
      throw error;
    }
    this.#open += 1;
    this.#lastOpen = ticks();
    for (const why of this.#troubles.names) this.#troubles.over(why);
    log.info({ open: this.#open }, 'Socket Mode: connected');
    return {
      ended: ended.then(() => {
        this.#clients.delete(client);
        this.#open -= 1;
        this.#lastOpen = ticks();
      }),
    };
  }

  async #take({ ack, body, retry_num }: Envelope): Promise<void> {
    const { came, meter } = this.#parts;
    came?.();
    try {
      const answer = await commit(this.#app!, { body, ...(retry_num ? { retryNum: retry_num } : {}) });
      await ack(typeof answer === 'string' ? { text: answer } : answer);
    } catch (error) {
      meter.refused(refusalOf(error, this.#log).code);
    }
  }
}

interface Connection {
  readonly ended: Promise<void>;
}

/** Makes the fault for an app token that Slack refuses. */
export function appTokenRefused(why: string, cause?: unknown): Fault {
  return new Fault(
    'SLACK_TOKEN_REFUSED',
    `Slack refuses SLACK_APP_TOKEN (${why}).`,
    'Under "Basic Information" of your app, make an app-level token with the scope connections:write, and turn Socket Mode on.',
    { cause },
  );
}
