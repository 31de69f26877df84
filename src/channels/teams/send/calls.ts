/** Calls to the Bot Connector, Teams' API for bots: each is one HTTP request, never repeated and never sent on to another address. */
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import type { ProxyEnv } from '../../../core/proxy.ts';
import type { SendFailure } from './outcomes.ts';

/** One call: its method, its address, and what it sends. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: object;
  readonly token: string;
  readonly timeoutMs: number;
}

/** The names in an answer of the connector: of a message or a place, and of the message with which a thread began. */
export interface ConnectorIds {
  readonly id: string | null;
  readonly activityId: string | null;
}

/**
 * The time after which an idle connection is given up, in milliseconds: before Microsoft's front ends do, so that no
 * message meets a closed one.
 */
const IDLE_MS = 15_000;
/** The longest answer that is read, in characters: the connector's are a few hundred. */
const LONGEST_ANSWER = 1_000_000;
const NOTHING: ConnectorIds = { id: null, activityId: null };
const Names = z.object({ id: z.string().min(1).nullish(), activityId: z.string().min(1).nullish() });

/** Makes calls over connections that are kept open. */
export class Calls {
  readonly #plain: Agent;
  readonly #secure: SecureAgent;

  /** `proxyEnv`: the proxy by which they go; null for none. */
  constructor(proxyEnv: ProxyEnv | null) {
    const options = { keepAlive: true, timeout: IDLE_MS, ...(proxyEnv ? { proxyEnv: { ...proxyEnv } } : {}) };
    this.#plain = new Agent(options);
    this.#secure = new SecureAgent(options);
  }

  /**
   * Makes one call; resolves with what the connector names.
   * @throws SendFailure for every other end
   */
  async make({ method, url, body, token, timeoutMs }: Call): Promise<ConnectorIds> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const options = {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'firstline',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        'content-length': Buffer.byteLength(text),
      },
    };
    const sent = url.startsWith('https:')
      ? secureRequest(url, { ...options, agent: this.#secure })
      : request(url, { ...options, agent: this.#plain });
    const { status, headers, words } = await answerTo(sent, text, timeoutMs);
    if (status >= 200 && status < 300) return namesIn(words);
    const failure: SendFailure = {
      statusCode: status,
      response: { headers: { get: (name) => firstOf(headers[name]) }, bodyAsText: words },
    };
    throw failure;
  }

  /** Closes the idle connections. */
  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

/** Joins a path to the connector's address; parts of it that are ids are escaped by the caller. */
export function connectorUrl(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}/v3/${path}`;
}

/** The answer to a request. */
interface CallAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly words: string;
}

function answerTo(sent: ClientRequest, text: string, timeoutMs: number): Promise<CallAnswer> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    let connected = false;
    const failed = (error: Error): void => {
      clearTimeout(late);
      // Before that the request could not go out, whatever the error is called.
      reject(connected ? error : Object.assign(error, { unsent: true }));
    };
    sent.on('error', failed);
    sent.on('socket', (socket) => {
      const isSecure = socket instanceof TLSSocket;
      // A socket of a proxy comes when its tunnel is secured, and one that was used before is connected.
      if (sent.reusedSocket || !(socket.connecting || (isSecure && !socket.getProtocol()))) connected = true;
      else
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          connected = true;
        });
    });
    sent.on('response', (answer) => {
      let words = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        if (words.length < LONGEST_ANSWER) words += chunk;
      });
      const done = (): void => {
        clearTimeout(late);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, words });
      };
      answer.on('end', done);
      // Its status came: the outcome is known, though its words are cut off.
      answer.on('error', done);
      answer.on('aborted', done);
    });
    sent.end(text);
  });
}

function namesIn(words: string): ConnectorIds {
  try {
    const { id, activityId } = Names.parse(JSON.parse(words));
    return { id: id ?? null, activityId: activityId ?? null };
  } catch {
    return NOTHING;
  }
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
