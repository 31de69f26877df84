/** Starts the servers that are measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Checkout, HERE } from './checkout.ts';
import { atEnd } from './ends.ts';

/** A server in a process of its own. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The flag of Node with which people start it: see deploy/command/firstline.cjs. */
const YOUNG = '--max-semi-space-size=16';

interface Options {
  /** Whether it is started with npm, which takes half a second more. */
  readonly npm?: boolean;
  readonly checkout?: Checkout;
  /** Settings besides the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The longest wait for a start: the first start of a checkout trains its model, and the machine may be busy. */
const PATIENCE_MS = 180_000;

/** Firstline as people start it, on any free port. */
export function startFirstline(
  database: string,
  { npm = false, checkout = HERE, env = {} }: Options = {},
): Promise<Running> {
  const settings = { PORT: '0', HOST: '127.0.0.1', DATABASE_URL: database, LOG_LEVEL: 'error', WEB_CHAT: 'loopback' };
  const { root, node, main } = checkout;
  return npm
    ? start('npm', ['start'], root, { ...settings, ...env }, true)
    : start(node, [YOUNG, main, 'start'], root, { ...settings, ...env });
}

/** One of the servers of this folder. */
export function startScript(name: string): Promise<Running> {
  return start(process.execPath, [join(import.meta.dirname, name)], HERE.root, {});
}

async function start(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  shell = false,
): Promise<Running> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a script on Windows; elsewhere it leads a group of processes that has to be stopped as one.
    shell: shell && process.platform === 'win32',
    detached: shell && process.platform !== 'win32',
  });
  const callOff = atEnd(() => signal(child, shell, 'SIGKILL'));
  child.once('exit', callOff);
  const url = await printedAddress(child);
  return { url, pid: child.pid!, stop: () => stop(child, shell) };
}

/** The address that a server prints when it is up; any other end becomes an error with its output. */
function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    const give = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${child.spawnargs.join(' ')} ${why}\n${complaint}`));
    };
    const exited = (code: number | null): void => give(`ended with ${code}`);
    const timer = setTimeout(() => give('did not get ready'), PATIENCE_MS);
    child.on('error', (error) => give(error.message));
    child.on('exit', exited);
    child.stderr!.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-4000);
    });
    child.stdout!.on('data', (chunk) => {
      said += chunk;
      const address = /http:\/\/[\w.]+:\d+/.exec(said)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      child.off('exit', exited);
      resolve(address);
    });
  });
}

async function stop(child: ChildProcess, group: boolean): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  signal(child, group, 'SIGTERM');
  const force = setTimeout(() => signal(child, group, 'SIGKILL'), 8000);
  await gone;
  clearTimeout(force);
}

function signal(child: ChildProcess, group: boolean, name: NodeJS.Signals): void {
  if (group && process.platform !== 'win32') process.kill(-child.pid!, name);
  else child.kill(name);
}
