/** The service's side of the socket: takes the writes of commands, one after the other, and does them as its own. */

import { unlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { withoutWords } from '../core/log-error.ts';
import type { Store } from '../core/store.ts';
import { fileName, foreignBy, isOpenToAll, type Reach, reachOf, socketOf, standsAt } from './place.ts';
import {
  BEAT_MS,
  type ControlAnswer,
  type ControlPath,
  EraseRequest,
  type FailedAnswer,
  faultOf,
  LONGEST_REQUEST,
} from './protocol.ts';

/** The number of commands that may be connected at once. */
const MOST_CONNECTIONS = 16;
/** The time in which a request must be here, in milliseconds. */
const REQUEST_MS = 10_000;
/** The time that the work under way gets when the service stops, in milliseconds. */
const STOP_WITHIN_MS = 10_000;

/** The socket of a running service in the folder of its SQLite file. */
export class ServiceSocket {
  readonly #database: string;
  readonly #store: Pick<Store, 'forget' | 'tidy'>;
  readonly #count: () => Promise<unknown>;
  readonly #log: Log;
  /** The name of the file that the service has open: another one may be put in its place. */
  #file = '';
  #server: Server | null = null;
  #reach: Reach | null = null;
  /** The work asked for last: the next one waits for it. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosing = false;

  /** `database` is the path of the file that the service holds; `count` counts what became of the cases up to now. */
  constructor(
    database: string,
    { store, count, log }: { store: Pick<Store, 'forget' | 'tidy'>; count: () => Promise<unknown>; log: Log },
  ) {
    this.#database = database;
    this.#store = store;
    this.#count = count;
    this.#log = log;
  }

  /** Makes the socket. A service goes on without one: commands then write to the file beside it. */
  async open(): Promise<void> {
    const why = await this.#listen().catch((error: Error) => error.message);
    if (why === null) return;
    this.#letGo();
    const { cause, cure } = FAULTS.SOCKET_UNMADE;
    this.#log.warn({ code: 'SOCKET_UNMADE', why, cure }, cause);
  }

  /** Takes the socket away, and ends what is under way: in peace, if that does not take too long. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const server = this.#server;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const force = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
    await closed;
    clearTimeout(force);
    this.#server = null;
    this.#letGo();
  }

  #letGo(): void {
    this.#reach?.release();
    this.#reach = null;
  }

  /** Listens at the socket; answers why it can't. */
  async #listen(): Promise<string | null> {
    // Windows has pipes in their place, whose rights Node can't set.
    if (this.#isClosing || this.#database === ':memory:' || process.platform === 'win32') return null;
    this.#file = fileName(this.#database);
    const path = socketOf(this.#database);
    if (isOpenToAll(dirname(path))) return `everybody may write in ${dirname(path)}`;
    this.#reach = reachOf(path);
    if (this.#reach === null) return `its path is too long: ${path}`;
    const there = standsAt(path);
    if (there !== null && !there.isSocket()) return `something else is at ${path}`;
    if (there !== null && (await isAlive(this.#reach.path))) return `the service of another file has ${path}`;
    // A service that was killed left it behind: nobody else can have this file.
    if (there !== null) unlinkSync(path);
    const server = createServer({ connectionsCheckingInterval: BEAT_MS }, (request, response) => {
      void this.#serve(request, response);
    });
    server.maxConnections = MOST_CONNECTIONS;
    server.headersTimeout = REQUEST_MS;
    server.requestTimeout = REQUEST_MS;
    await listenAlone(server, this.#reach.path);
    this.#server = server;
    server.on('error', (err) => this.#log.warn({ err }, 'trouble at the socket for commands'));
    const made = standsAt(path);
    const foreign = made === null ? 'it is gone' : foreignBy(made, this.#database);
    if (foreign === null) return null;
    await this.close();
    return foreign;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    response.setHeader('content-type', 'application/json');
    response.setHeader('connection', 'close');
    // The command knows by them that its request is still worked on.
    const beat = setInterval(() => response.write(' '), BEAT_MS);
    try {
      const answer = await this.#answer(request, response).catch((error: unknown) => this.#failed(error));
      response.end(JSON.stringify(answer));
    } finally {
      clearInterval(beat);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<ControlAnswer<ControlPath>> {
    const path = `${request.method} ${request.url}`;
    if (path === 'GET /file') return { file: this.#file };
    if (path !== 'POST /erase' && path !== 'POST /tidy' && path !== 'POST /count') throw faultOf('NOT_FOUND');
    const body = await bodyOf(request);
    const asked = path === 'POST /erase' ? EraseRequest.safeParse(body).data : null;
    if (asked === undefined) throw faultOf('MALFORMED');
    return this.#inTurn(response, async () => {
      if (asked === null) {
        if (path === 'POST /tidy') await this.#store.tidy();
        else {
          await this.#count();
          this.#log.info({}, 'counted for a command');
        }
        return { done: true };
      }
      const { conversations, tickets } = await this.#store.forget(asked.who, 'all', asked.at);
      this.#log.info({ conversations: conversations.length, tickets: tickets.length }, 'erased for a command');
      return { conversations: conversations.length };
    });
  }

  /** Does work after all that was asked for before it; not at all, where the service stops or the command is gone. */
  #inTurn<T>(response: ServerResponse, work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => {
      if (this.#isClosing || response.destroyed) throw faultOf('DRAINING');
      return work();
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  #failed(error: unknown): FailedAnswer {
    const known = error instanceof Fault ? error : faultOf('INTERNAL');
    // An error may quote the id of the person who was asked for.
    if (known.code === 'INTERNAL')
      this.#log.error({ err: withoutWords(error), code: 'INTERNAL' }, 'a command could not be served');
    return { fault: { code: known.code, cause: known.message.slice(0, 2000), cure: known.cure.slice(0, 2000) } };
  }
}

/** Listens at a path; from the first moment on nobody but this user may open it. */
async function listenAlone(server: Server, path: string): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
  });
  const before = process.umask(0o177);
  try {
    // The socket is made within the call.
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await listening;
}

/** Whether somebody listens at a socket. */
function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (alive: boolean) => (): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
  });
}

/** The body of a request as JSON; undefined where it is none, or too long: the rest is then not kept. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request as AsyncIterable<string>) if (text.length <= LONGEST_REQUEST) text += part;
  if (text.length > LONGEST_REQUEST) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
