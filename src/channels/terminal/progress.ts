import { Worker } from 'node:worker_threads';

/** A progress bar for whatever takes longer. */
export interface ProgressBar {
  /** How far it is, 0 to 1. */
  readonly tell: (done: number) => void;
  /** Leaves the line as it was. */
  readonly end: () => Promise<void>;
}

/** A progress bar on a terminal, with the seconds it took so far; silent anywhere else. */
export function createProgress(what: string, stream: NodeJS.WriteStream & { readonly fd: number }): ProgressBar {
  if (!stream.isTTY) return { tell: () => undefined, end: () => Promise.resolve() };
  const done = new Float64Array(new SharedArrayBuffer(8));
  // A thread of its own draws it: training keeps this one busy for seconds at a time.
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
