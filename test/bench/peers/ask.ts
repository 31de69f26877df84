/** Asks an engine in a process of its own. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Order } from './child.ts';

/** Has one engine learn and read in a new process, which ends with its answer. */
export function ask(order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'child.ts'), {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ failed: `the process ended with ${signal ?? code}` }));
    child.send(order);
  });
}
