/** Starts Microsoft's Agents Playground. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const HERE = import.meta.dirname;
const PATIENCE_MS = 20_000;

/** A running Agents Playground. */
export interface Playground {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Starts Microsoft's Agents Playground on this machine: a Teams client that needs no account, and sends no telemetry.
 * It talks to the bot's route `endpoint`; its own log goes to the file `log`, where it also says what it dislikes about
 * its settings. Rejects when it does not start within 20 seconds.
 */
export async function startPlayground(
  endpoint: string,
  { port, log }: { port: number; log: string },
): Promise<Playground> {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')),
    'cli.js',
  );
  mkdirSync(dirname(log), { recursive: true });
  const url = `http://127.0.0.1:${port}`;
  const options = [
    '-e',
    endpoint,
    '-c',
    'msteams',
    '-p',
    String(port),
    '--su',
    `${url}/_connector`,
    '--disable-telemetry',
  ];
  const child = spawn(process.execPath, ['--require', join(HERE, 'only-this-machine.cjs'), cli, 'start', ...options], {
    stdio: 'ignore',
    env: {
      ...process.env,
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: join(HERE, 'playground.yml'),
      M365_AGENTS_PLAYGROUND_LOGFILE: log,
    },
  });
  for (let waited = 0; waited < PATIENCE_MS; waited += 100) {
    if (child.exitCode !== null) break;
    if (await answers(`${url}/_internal/v1/testConfig`)) return { url, process: child, stop: () => stop(child) };
    await wait(100);
  }
  await stop(child);
  throw new Error(`the Agents Playground did not start; see ${log}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
