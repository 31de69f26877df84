/** The HTTP server on restify. */
import type { Server as HttpServer } from 'node:http';
import restify, { type Request, type RequestHandler, type Response, type Server } from 'restify';
import { Fault } from '../core/fault.ts';
import { FAULTS, type FaultCode, statusOf } from '../core/faults.ts';
import { cannotListen } from '../core/listening.ts';
import type { Log } from '../core/log.ts';
import { type Meter, UNMETERED } from '../core/meter.ts';

/** The longest body, in bytes. */
const LONGEST_BODY = 262_144;

/** The pause between two looks for connections whose requests have ended, while the server stops, in milliseconds. */
const IDLE_AGAIN_MS = 20;

/** The paths that are answered at any time. */
const HEALTH: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Hosts that stand for all addresses of this machine; nobody can open them. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::0', '0:0:0:0:0:0:0:0']);

/** A part that puts its routes on the server. */
export interface Mountable {
  mount(server: Server): void;
}

/** The parts of the service that the server lets in. */
export interface ServerParts {
  readonly mounts: readonly Mountable[];
  /** Paths whose bodies are left unread, because a signature covers the raw bytes. */
  readonly raw?: readonly string[];
  /** Rejects when the database can't be used. */
  readonly ping: () => Promise<void>;
  /** More to say where it is ready: facts for operators, nothing of people's. */
  readonly details?: () => object;
}

/** The one HTTP server: routes, limits, health, graceful stop. */
export class FirstlineServer {
  readonly #server: Server;
  readonly #log: Log;
  readonly #meter: Pick<Meter, 'refused'>;
  #raw: readonly string[] = [];
  /** Rejects when the database can't be used; null while the service is starting. */
  #ping: (() => Promise<void>) | null = null;
  #details: () => object = () => ({});
  #draining = false;

  /** Makes the server: without `parts` it answers for its health alone, until it is opened. */
  constructor({
    log,
    meter = UNMETERED,
    mostConnections = null,
    ...parts
  }: {
    readonly log: Log;
    readonly meter?: Pick<Meter, 'refused'>;
    readonly mostConnections?: number | null;
  } & Partial<ServerParts>) {
    this.#log = log;
    this.#meter = meter;
    this.#server = restify.createServer({ name: 'firstline', handleUncaughtExceptions: false } as never);
    const http = this.#server.server as HttpServer;
    http.headersTimeout = 10_000;
    http.requestTimeout = 30_000;
    http.keepAliveTimeout = 65_000;
    if (mostConnections !== null) http.maxConnections = mostConnections;
    http.on('drop', () => {
      const err = new Fault('FILES_FEW', FAULTS.FILES_FEW.cause, FAULTS.FILES_FEW.cure);
      this.#log.warn({ err, code: err.code }, 'a connection was refused');
    });
    this.#server.pre(async (request) => {
      if (this.#ping === null && !HEALTH.has(request.path()))
        throw new Fault('STARTING', FAULTS.STARTING.cause, FAULTS.STARTING.cure);
      if (this.#draining) throw new Fault('DRAINING', 'Firstline is stopping.', 'Try again in a moment.');
      // The limit on a body counts what is sent: a small compressed one could unpack to gigabytes. None of the senders
      // compresses.
      if (request.headers['content-encoding'] !== undefined)
        throw new Fault('PACKED', 'Compressed requests are not taken.', 'Send the body as it is.');
    });
    this.#server.get('/healthz', async (_request, response) => {
      response.send(200, { status: 'ok' });
    });
    this.#server.get('/readyz', async (_request, response) => this.#ready(response));
    const json = restify.plugins.jsonBodyParser({
      mapParams: false,
      bodyReader: true,
      maxBodySize: LONGEST_BODY,
    } as never);
    const unlessRaw = (parse: RequestHandler): RequestHandler => {
      return (request, response, next) =>
        this.#raw.includes(request.path()) ? next() : parse(request, response, next);
    };
    const parsers = [restify.plugins.bodyReader({ maxBodySize: LONGEST_BODY }), json] as unknown as RequestHandler[];
    this.#server.use(parsers.flat().map(unlessRaw));
    this.#server.on('restifyError', (request: Request, response: Response, error: RestifyError, done: () => void) => {
      this.#explain(request, response, error);
      // An answer that has begun (a stream) can't become an error: it ends, and the other side asks again. Going on,
      // restify would send a second one, which ends the process.
      if (response.headersSent) response.destroy();
      else done();
    });
    if (parts.mounts && parts.ping) this.open(parts as ServerParts);
  }

  /** Takes requests for these parts from now on. */
  open({ mounts, raw = [], ping, details }: ServerParts): void {
    this.#raw = raw;
    if (details) this.#details = details;
    for (const mount of mounts) mount.mount(this.#server);
    this.#ping = ping;
  }

  /**
   * Listens; answers the address that people can open.
   * @throws Fault CANNOT_LISTEN when the port is taken or not allowed.
   */
  async listen(port: number, host: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.on('error', (error: Error) =>
        reject(cannotListen({ host, port }, error, { host: 'HOST', port: 'PORT' })),
      );
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    const shown = EVERYWHERE.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${shown}:${address.port}`;
  }

  /**
   * Stops: takes no new requests, and finishes those under way, five seconds at most. Streams are ended by their
   * channels.
   */
  async close(): Promise<void> {
    this.#draining = true;
    const http = this.#server.server as HttpServer;
    const closed = new Promise<void>((resolve) => this.#server.close(resolve));
    http.closeIdleConnections();
    // A browser keeps its connection after its request has ended: it would hold up the stop until it is forced.
    const idle = setInterval(() => http.closeIdleConnections(), IDLE_AGAIN_MS);
    const force = setTimeout(() => http.closeAllConnections(), 5000);
    await closed;
    clearInterval(idle);
    clearTimeout(force);
  }

  async #ready(response: Response): Promise<void> {
    if (this.#ping === null || this.#draining)
      return void response.send(503, { status: this.#draining ? 'stopping' : 'starting' });
    try {
      await this.#ping();
      response.send(200, { status: 'ready', ...this.#details() });
    } catch (error) {
      const { code = 'STORE_LOST', cure } = error as Partial<Fault>;
      this.#log.error({ err: error, code }, 'not ready: the database can not be used');
      response.send(503, { status: 'database unreachable', code, cure });
    }
  }

  /** Puts code, cause and cure into an error that restify answers with; never the library's own words or a stack. */
  #explain(request: Request, response: Response, error: RestifyError): void {
    const known = error instanceof Fault ? error : undefined;
    const status = known ? statusOf(known.code) : (error.statusCode ?? 500);
    if (status >= 500)
      this.#log.error({ err: error, method: request.method, route: request.getRoute()?.path }, 'request failed');
    const code = known?.code ?? CODES[status] ?? 'INTERNAL';
    this.#meter.refused(code);
    const { cause, cure } = known ? { cause: known.message, cure: known.cure } : FAULTS[code];
    if (PASSING.has(status) && !response.headersSent && !response.getHeader('retry-after'))
      response.header('retry-after', String(known?.afterS ?? RETRY_AFTER_S));
    error.statusCode = status;
    error.toJSON = () => ({ code, cause, cure });
    error.toString = () => `${cause} ${cure} [${code}]`;
  }
}

/** Statuses that say "not now", and the seconds after which to come back where nobody knows better. */
const PASSING: ReadonlySet<number> = new Set([429, 503]);
const RETRY_AFTER_S = 5;

/** The parts of an error that restify reads when it answers with it. */
interface RestifyError extends Error {
  statusCode?: number;
  toJSON?: () => object;
}

/** The codes of errors that restify itself makes, by their status; any other is the service's own fault. */
const CODES: Readonly<Record<number, FaultCode>> = {
  400: 'MALFORMED',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  413: 'TOO_LONG',
  415: 'MALFORMED',
};
