/** A pooler before a PostgreSQL server: as strict as PgBouncer with the parameters of a connection, or silent. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The parameters that PgBouncer takes without `ignore_startup_parameters`. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['user', 'database', 'client_encoding', 'datestyle', 'timezone', 'standard_conforming_strings'],
  ...['application_name', 'replication'],
]);
/** The place of the first parameter in the first message of a connection: its length and the protocol come before. */
const PARAMETERS = 8;

export class Pooler {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** Whether new connections are taken, and then nothing is answered. */
  isSilent = false;

  private constructor(port: number) {
    this.#server = createServer((here) => {
      this.#open.add(here);
      here.on('error', () => undefined);
      here.once('data', (first) => this.#begin(here, first, port));
    });
  }

  /** Opens a pooler before a server's port. */
  static async to(port: number): Promise<Pooler> {
    const pooler = new Pooler(port);
    pooler.#server.listen(0, '127.0.0.1');
    await once(pooler.#server, 'listening');
    return pooler;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #begin(here: Socket, first: Buffer, port: number): void {
    const given = first.toString('utf8', PARAMETERS).split('\0');
    const unknown = given.find((name, i) => i % 2 === 0 && name !== '' && !TAKEN.has(name.toLowerCase()));
    if (unknown !== undefined) return void here.end(refusal(`unsupported startup parameter: ${unknown}`));
    // Let in, and ready for statements.
    if (this.isSilent) return void here.write(Buffer.concat([told('R', Buffer.alloc(4)), told('Z', Buffer.from('I'))]));
    const there = connect(port, '127.0.0.1', () => there.write(first));
    this.#open.add(there);
    there.on('error', () => here.destroy());
    there.on('close', () => here.destroy());
    here.on('close', () => there.destroy());
    here.pipe(there);
    there.pipe(here);
  }
}

/** A message of the server: its kind, its length, and what it holds. */
function told(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + length.length);
  return Buffer.concat([Buffer.from(kind), length, body]);
}

function refusal(message: string): Buffer {
  return told('E', Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${message}\0\0`));
}
