/**
 * Runs a program as a container engine or systemd does: in a root of its own that can't be written to, as an ordinary user without
 * any right, with nothing in its environment but what the unit or the image says. It wants root, and namespaces of Linux.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from '../../fakes/folder.ts';
import { until } from '../../fakes/until.ts';

/** A program in its own root. */
export interface Unit {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folders of this machine, by where they stand in the new root; they can't be written to. */
  readonly mounts: Readonly<Record<string, string>>;
  /** The one folder that may be written to, besides /tmp. */
  readonly data: string;
}

const USER = 1000;
/** The system's own folders, which the base image has too. */
const SYSTEM = ['usr', 'bin', 'sbin', 'lib', 'lib64', 'etc', 'dev', 'proc'];

/** A running unit. */
export class RunningUnit {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  log = '';
  pid = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#closed = once(child, 'close');
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (this.log += chunk));
  }

  /** Starts a unit; resolves once it says that it is ready. */
  static async start(unit: Unit): Promise<RunningUnit> {
    const root = freshFolder();
    const data = freshFolder();
    chownSync(data, USER, USER);
    chmodSync(data, 0o700);
    // The process below must be able to walk to what is mounted.
    chmodSync(root, 0o755);
    const at = (path: string): string => join(root, path);
    mkdirSync(root, { recursive: true });
    const script = [
      'set -e',
      `mount -t tmpfs -o mode=755 root ${root}`,
      ...SYSTEM.map((name) => `[ -e /${name} ] && mkdir ${at(name)} && mount --rbind /${name} ${at(name)}`),
      ...Object.entries({ ...unit.mounts }).map(
        ([to, from]) =>
          `[ -d ${at(to)} ] || mkdir -p ${at(to)}; mount --bind ${from} ${at(to)} && mount -o remount,bind,ro ${at(to)}`,
      ),
      `mkdir -p ${at(unit.data)} && mount --bind ${data} ${at(unit.data)}`,
      `mkdir ${at('tmp')} && mount -t tmpfs -o size=64m,mode=1777 tmp ${at('tmp')}`,
      `mount -o remount,ro ${root}`,
      `cd ${root}`,
      // chroot, then the user without rights: the order in which container engines do it.
      `exec /usr/sbin/chroot . /bin/sh -c 'cd ${unit.cwd} && exec setpriv --reuid=${USER} --regid=${USER} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"' sh "$@"`,
    ].join('\n');
    const child = spawn('unshare', ['--mount', '--propagation=private', 'sh', '-c', script, 'sh', ...unit.command], {
      env: unit.env,
    });
    const running = new RunningUnit(child);
    running.pid = child.pid!;
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${running.log}`);
        return running.log.includes('Firstline is ready');
      },
      () => `the unit to be ready: ${running.log}`,
      60_000,
    );
    return running;
  }

  /** The address that it listens at, as it says. */
  get address(): string {
    return /ready: (\S+)/.exec(this.log)![1]!;
  }

  /** A line of the kernel's account of the process, such as `CapEff`. */
  status(name: string): string {
    const line = readFileSync(`/proc/${this.pid}/status`, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`${name}:`))!;
    return line.slice(name.length + 1).trim();
  }

  /** Whether its root can be written to. */
  get isReadOnly(): boolean {
    const root = readFileSync(`/proc/${this.pid}/mountinfo`, 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, , , , place]) => place === '/');
    return root![5]!.split(',').includes('ro');
  }

  /** Sends a signal, and waits for the end; answers the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill(signal);
    await this.#closed;
    return this.#child.exitCode;
  }
}
