/** The receiver for events over HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import type { Request, Response, Server } from 'restify';
import { statusOf } from '../../../core/faults.ts';
import { type Log, unrepeated } from '../../../core/log.ts';
import type { Meter } from '../../../core/meter.ts';
import { commit } from './acknowledge.ts';
import { refusalOf } from './refusal.ts';
import { isSlacks } from './verify.ts';

/** The path for everything Slack sends: events, presses and commands. */
export const PATH = '/slack/events';

/** The longest body that is read, in bytes; Slack's payloads are far smaller. */
const LONGEST_BODY = 1_048_576;
/** The longest time a body may take to arrive, in milliseconds. */
const BODY_MS = 3000;

/** The parts the receiver is made of. */
export interface ReceiverParts {
  readonly signingSecret: string;
  readonly now: () => Date;
  readonly log: Log;
  readonly meter: Pick<Meter, 'refused'>;
  /** Is told of every event, press and command. */
  readonly came?: () => void;
}

/**
 * Bolt's receiver over HTTP, on Firstline's own server: verifies the raw bytes, and answers 200 only for what is
 * committed.
 */
export class HttpReceiver implements Receiver {
  readonly #parts: ReceiverParts;
  /** A log that tells of the same refusal once a minute: under load there are thousands. */
  readonly #log: Log;
  #app: App | null = null;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
    this.#log = unrepeated(parts.log);
  }

  init(app: App): void {
    this.#app = app;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Puts the route on a server, which must leave the body unread. */
  mount(server: Server): void {
    server.post(PATH, async (request: Request, response: Response) => {
      await this.#handle(request, response as unknown as ServerResponse);
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { signingSecret, now, log, meter } = this.#parts;
    const body = await readBody(request);
    if (typeof body === 'number') return answer(response, body);
    const signed = { timestamp: header(request, 'timestamp'), signature: header(request, 'signature') };
    if (!isSlacks(signingSecret, body, signed, now())) {
      log.warn({ code: 'SLACK_SIGNATURE_WRONG' }, 'request refused: not signed by Slack, or at another time');
      meter.refused('SLACK_SIGNATURE_WRONG');
      return answer(response, statusOf('SLACK_SIGNATURE_WRONG'));
    }
    const payload = parsed(request, body);
    if (payload === null) return answer(response, 400);
    if (payload.ssl_check === '1') return answer(response, 200);
    if (payload.type === 'url_verification')
      return answer(response, 200, { challenge: String(payload.challenge ?? '') });
    this.#parts.came?.();
    if (payload.type === 'app_rate_limited')
      log.error({ code: 'SLACK_DROPS_EVENTS' }, 'Slack drops events: more than 30,000 an hour');
    try {
      const retry = Number(request.headers['x-slack-retry-num']);
      answer(response, 200, await commit(this.#app!, { body: payload, ...(retry > 0 ? { retryNum: retry } : {}) }));
    } catch (error) {
      const { code, afterS } = refusalOf(error, this.#log);
      meter.refused(code);
      if (afterS !== null) response.setHeader('retry-after', String(afterS));
      answer(response, 503);
    }
  }
}

/** Reads the body as it was signed; answers the status to refuse it with when it is too long or too late. */
async function readBody(request: IncomingMessage): Promise<Buffer | number> {
  const chunks: Buffer[] = [];
  let length = 0;
  const late = setTimeout(() => request.destroy(), BODY_MS);
  try {
    if (Number(request.headers['content-length'] ?? 0) > LONGEST_BODY) return 413;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LONGEST_BODY) return 413;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    return 408;
  } finally {
    clearTimeout(late);
  }
}

/** Parses a body: JSON for events, a form for commands, a form with JSON in it for everything pressed. */
function parsed(request: IncomingMessage, body: Buffer): Record<string, unknown> | null {
  try {
    const text = body.toString('utf8');
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return object(JSON.parse(text));
    const form = Object.fromEntries(new URLSearchParams(text));
    return form.payload === undefined ? form : object(JSON.parse(form.payload));
  } catch {
    return null;
  }
}

function object(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function header(request: IncomingMessage, name: 'timestamp' | 'signature'): string | undefined {
  const value = request.headers[name === 'timestamp' ? 'x-slack-request-timestamp' : 'x-slack-signature'];
  return typeof value === 'string' ? value : undefined;
}

function answer(response: ServerResponse, status: number, words?: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const body = words === undefined || words === '' ? '' : typeof words === 'string' ? words : JSON.stringify(words);
  const type = typeof words === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  // After a body that was not read to its end, no other request can follow on the connection.
  const close = status === 413 || status === 408 ? { connection: 'close' } : {};
  response.writeHead(status, {
    ...close,
    ...(body === '' ? {} : { 'content-type': type }),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
