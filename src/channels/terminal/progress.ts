/** A progress bar for work that takes seconds. */
import { Worker } from 'node:worker_threads';

/** A progress bar on the screen. */
export interface ProgressBar {
  /** Tells how much is done, 0 to 1. */
  readonly tell: (done: number) => void;
  /** Takes the bar away, and leaves its line empty. */
  readonly end: () => Promise<void>;
}

/** Shows a progress bar on a terminal, with the seconds it took so far; nothing on other streams. */
export function createProgress(what: string, stream: NodeJS.WriteStream & { readonly fd: number }): ProgressBar {
  if (!stream.isTTY) return { tell: () => undefined, end: () => Promise.resolve() };
  const done = new Float64Array(new SharedArrayBuffer(8));
  // The bar is drawn by a thread of its own, because training keeps this one busy for seconds at a time.
  const worker = new Worker(new URL('./progress-bar.ts', import.meta.url), {
    workerData: { what, done, fd: stream.fd },
  });
  worker.unref();
  // A bar that can't be drawn is no reason to stop.
  worker.on('error', () => undefined);
  return {
    tell: (share) => {
      done[0] = share;
    },
    end: async () => {
      await worker.terminate();
      stream.write('\r\u001b[K');
    },
  };
}
