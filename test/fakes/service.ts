/** Runs the whole service in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { COMMAND, FIXTURE_SETTINGS } from './content.ts';
import { until } from './until.ts';

/**
 * `firstline start` as a process of its own, on a database in a folder of its own, with the fixture content by default.
 */
export class Service {
  readonly folder = mkdtempSync(join(tmpdir(), 'firstline-'));
  address = '';
  log = '';
  #child: ChildProcess | null = null;
  #port = 0;
  #database = `sqlite:${join(this.folder, 'firstline.db')}`;
  readonly #command: readonly string[];
  readonly #through: readonly string[];

  /**
   * `command`: another program in the place of `firstline start`; `through`: a program that runs it in its own place, such as a
   * shell that sets limits.
   */
  constructor(
    command: readonly string[] = [COMMAND, 'start'],
    { through = [] }: { readonly through?: readonly string[] } = {},
  ) {
    this.#command = command;
    this.#through = through;
  }

  /** Another service on the same database. */
  second(): Service {
    const second = new Service(this.#command, { through: this.#through });
    second.#database = this.#database;
    return second;
  }

  async start(env: Record<string, string> = {}): Promise<string> {
    const [program, ...given] = [...this.#through, process.execPath, ...this.#command];
    const child = spawn(program!, given, {
      env: {
        ...process.env,
        ...FIXTURE_SETTINGS,
        PORT: String(this.#port),
        DATABASE_URL: this.#database,
        ...env,
      },
    });
    this.#child = child;
    child.stderr.on('data', (chunk) => (this.log += chunk));
    this.address = await new Promise((resolve, reject) => {
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
        const url = /ready: (\S+)/.exec(out)?.[1];
        if (url) resolve(url);
      });
      // Not before all of its log has come.
      child.on('close', (code) => reject(new Error(`exited with ${code}: ${this.log}`)));
    });
    this.#port = Number(new URL(this.address).port);
    return this.address;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /**
   * Waits until the service has stored that a channel told it to send something later: it may then be killed, and will
   * still know.
   */
  async told(channel: string): Promise<void> {
    const store = await openStore(this.#database);
    try {
      // Far enough away that nothing is on its way if a test kills the service now.
      const isLater = async () => Date.parse((await store.nextReady([channel])) ?? '') > Date.now() + 1000;
      await until(isLater, `something to be sent later in ${channel}`);
    } finally {
      await store.close();
    }
  }

  /** Ends the service, and waits until it is gone and its log is complete; resolves to its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.kill(signal);
    return ended;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
