/** The address that metrics are read from: on the service's own port for this machine alone, or on a port of its own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Fault } from '../core/fault.ts';
import { FAULTS, statusOf } from '../core/faults.ts';
import { cannotListen } from '../core/listening.ts';
import { isFromThisMachine } from '../core/loopback.ts';

/** The path of the metrics. */
const PATH = '/metrics';

/** Reads the metrics, brought up to date, as text; `contentType` names its format. */
export interface MetricsText {
  readonly contentType: string;
  read(): Promise<string>;
}

/** A port of an HTTP server that routes can be put on; restify's fits. */
interface Routes {
  get(path: string, handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>): unknown;
}

/** Puts the metrics on the service's own server, for this machine alone: a proxy that passes everything on gives nothing away. */
export function localMetrics(text: MetricsText): { mount(server: unknown): void } {
  return {
    mount(server) {
      (server as Routes).get(PATH, async (request, response) => {
        if (!isFromThisMachine(request.socket.remoteAddress, request.headers))
          throw new Fault('METRICS_CLOSED', FAULTS.METRICS_CLOSED.cause, FAULTS.METRICS_CLOSED.cure);
        await answer(text, response);
      });
    },
  };
}

/**
 * Gives the metrics to whoever reaches a port of their own, which nothing else listens on.
 * @throws Fault CANNOT_LISTEN
 */
export async function listenForMetrics(text: MetricsText, { host, port }: MetricsPort): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (request.method === 'GET' && path === PATH) void answer(text, response).catch(() => response.destroy());
    else nothingThere(response);
  });
  server.headersTimeout = server.requestTimeout = 10_000;
  server.maxConnections = MOST_READERS;
  await new Promise<void>((listening, failed) => {
    server.once('error', (error) => failed(cannotListen({ host, port }, error, { host: 'METRICS', port: 'METRICS' })));
    server.listen(port, host, listening);
  });
  return new MetricsServer(server);
}

/** The largest number of connections to the metrics' own port. */
const MOST_READERS = 50;

/** The place that metrics are given out at. */
export interface MetricsPort {
  readonly host: string;
  readonly port: number;
}

/** The server of the metrics' own port. */
export class MetricsServer {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
    // It ends with the service.
    server.unref();
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function nothingThere(response: ServerResponse): void {
  const { cause, cure } = FAULTS.NOT_FOUND;
  response.writeHead(statusOf('NOT_FOUND'), { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 'NOT_FOUND', cause, cure }));
}

async function answer(text: MetricsText, response: ServerResponse): Promise<void> {
  const body = await text.read();
  // restify changes `writeHead` of every response of the process: it does not return the response.
  response.writeHead(200, { 'content-type': text.contentType, 'cache-control': 'no-store' });
  response.end(body);
}
