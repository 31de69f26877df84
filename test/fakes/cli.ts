/** Runs the command `firstline` in a process of its own. */
import { spawn } from 'node:child_process';
import { COMMAND, FIXTURE_SETTINGS } from './content.ts';

/** The exit code and the output of a run. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs `firstline …` as people do, with input from a pipe; it reads the fixture content unless `env` says otherwise.
 */
export function firstline(
  args: readonly string[],
  input: string | Buffer = '',
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      env: { ...process.env, LOG_LEVEL: 'error', ...('CONTENT' in env ? {} : FIXTURE_SETTINGS), ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

/** The output of a run, line by line, as JSON. */
export function jsonLines(ran: Ran): Record<string, unknown>[] {
  return ran.out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
