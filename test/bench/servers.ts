import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../fakes/content.ts';

/** A server in a process of its own. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** Firstline as people start it, on any free port; with npm, or without the half second that npm takes. */
export function startFirstline(database: string, { npm = false } = {}): Promise<Running> {
  const env = { PORT: '0', HOST: '127.0.0.1', DATABASE_URL: database, LOG_LEVEL: 'error', WEB_CHAT: 'loopback' };
  return npm
    ? start('npm', ['start'], env, true)
    : start(process.execPath, [join(ROOT, 'src', 'main.ts'), 'start'], env);
}

/** One of the servers of this folder. */
export function startScript(name: string): Promise<Running> {
  return start(process.execPath, [join(import.meta.dirname, name)], {});
}

async function start(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  shell = false,
): Promise<Running> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a script on Windows, and elsewhere leads a group of processes that has to be stopped as one.
    shell: shell && process.platform === 'win32',
    detached: shell && process.platform !== 'win32',
  });
  const url = await printedAddress(child);
  return { url, pid: child.pid!, stop: () => stop(child, shell) };
}

/** The address a server prints when it is up; what it says instead becomes the error. */
function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    const give = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${child.spawnargs.join(' ')} ${why}\n${complaint}`));
    };
    const timer = setTimeout(() => give('did not get ready'), PATIENCE_MS);
    child.on('error', (error) => give(error.message));
    child.on('exit', (code) => give(`ended with ${code}`));
    child.stderr!.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-4000);
    });
    child.stdout!.on('data', (chunk) => {
      said += chunk;
      const address = /http:\/\/[\w.]+:\d+/.exec(said)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(address);
    });
  });
}

async function stop(child: ChildProcess, group: boolean): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const signal = (name: NodeJS.Signals): void => {
    if (group && process.platform !== 'win32') process.kill(-child.pid!, name);
    else child.kill(name);
  };
  signal('SIGTERM');
  const force = setTimeout(() => signal('SIGKILL'), 8000);
  await gone;
  clearTimeout(force);
}
