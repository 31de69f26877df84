/** The thread that draws a progress bar, whatever the main one is busy with. */
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/**
 * The words before the bar, the share done so far (0 to 1, shared with the main thread), and the file it is drawn on.
 */
const { what, done, fd } = workerData as { what: string; done: Float64Array; fd: number };

const WIDTH = 24;
const EVERY_MS = 150;
const began = performance.now();

setInterval(() => {
  const share = Math.min(1, done[0]!);
  const full = Math.round(share * WIDTH);
  const seconds = Math.round((performance.now() - began) / 1000);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  writeSync(fd, `\r${what} ${bar} ${String(Math.round(share * 100)).padStart(3)}%  ${seconds} s\u001b[K`);
}, EVERY_MS);
