/** The world outside a company: services behind TLS under their real names, and the proxy that is the only way to them. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createSecureServer } from 'node:tls';
import { ROOT } from './content.ts';

const FOLDER = join(ROOT, 'test', 'fixtures', 'tls');
/** The certificate of the authority that signed the others. */
export const AUTHORITY = join(FOLDER, 'authority.pem');

/** A certificate of that authority, with its key. */
export const OUTSIDE = { cert: readOf('outside', 'pem'), key: readOf('outside', 'key') };

function readOf(certificate: 'outside' | 'expired', end: 'pem' | 'key'): Buffer {
  return readFileSync(join(FOLDER, `${certificate}.${end}`));
}

/** Passes what comes by TLS on to a port of this machine, as a load balancer does. */
export class SecureFront {
  readonly #server: NetServer;
  readonly #open = new Set<Socket>();

  private constructor(port: number, certificate: 'outside' | 'expired') {
    const own = { cert: readOf(certificate, 'pem'), key: readOf(certificate, 'key') };
    this.#server = createSecureServer(own, (here) => {
      const there = connect(port, '127.0.0.1');
      joined(here, there);
      this.#open.add(there);
    });
    this.#server.on('connection', (socket) => this.#open.add(socket));
    // A client that does not trust the certificate breaks off.
    this.#server.on('tlsClientError', () => undefined);
  }

  /** Opens a front before a port. */
  static async before(port: number, certificate: 'outside' | 'expired' = 'outside'): Promise<SecureFront> {
    const front = new SecureFront(port, certificate);
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** The treatment of those who ask the proxy: it lets them through, refuses with a status, never answers, or breaks off. */
export type ProxyFate = 'through' | 'hang' | 'break' | number;

/** A company's proxy: it alone knows where names lead, and counts who asks for which. */
export class CompanyProxy {
  /** The ports of this machine where names lead. */
  readonly names: Map<string, number>;
  /** The names that were asked for, in order, each with its port. */
  readonly asked: string[] = [];
  /** User and password that it wants; null for none. */
  credentials: string | null = null;
  fate: ProxyFate = 'through';
  readonly #server: Server;
  readonly #open = new Set<Duplex>();
  readonly #tunnels = new Map<string, Duplex[]>();

  private constructor(names: Map<string, number>) {
    this.names = names;
    this.#server = createServer((request, response) => {
      this.asked.push(`plain ${request.url}`);
      response.writeHead(502).end();
    });
    this.#server.on('connect', (request: IncomingMessage, here: Duplex) => this.#tunnel(request, here));
    this.#server.on('connection', (socket) => this.#open.add(socket));
  }

  static async open(names: Iterable<readonly [string, number]> = []): Promise<CompanyProxy> {
    const proxy = new CompanyProxy(new Map(names));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Its address, with the user and the password that it wants. */
  get address(): string {
    const [user, password] = this.credentials?.split(':') ?? [];
    const who = user === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password!)}@`;
    return `http://${who}127.0.0.1:${this.port}`;
  }

  /** How often a name was asked for. */
  times(name: string): number {
    return this.asked.filter((asked) => asked.startsWith(`${name}:`)).length;
  }

  /** Ends the connections that are open to a name. */
  cut(name: string): void {
    for (const socket of this.#tunnels.get(name) ?? []) socket.destroy();
    this.#tunnels.delete(name);
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #tunnel({ url = '', headers }: IncomingMessage, here: Duplex): void {
    this.asked.push(url);
    here.on('error', () => undefined);
    const { fate } = this;
    if (fate === 'hang') return;
    if (fate === 'break') return void here.destroy();
    const said = Buffer.from(headers['proxy-authorization']?.replace('Basic ', '') ?? '', 'base64').toString();
    const name = url.replace(/:\d+$/, '');
    const port = this.names.get(name);
    const status =
      fate !== 'through' ? fate : this.credentials !== null && said !== this.credentials ? 407 : port ? 200 : 502;
    if (status !== 200) return void here.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const there = connect(port!, '127.0.0.1', () => here.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    joined(here, there);
    this.#tunnels.set(name, [...(this.#tunnels.get(name) ?? []), here]);
  }
}

function joined(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}
