/** Tidies up when this process ends, so that a benchmark leaves nothing behind. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The things to do when this process ends: after its last line, on an error, on Ctrl-C. */
const left = new Set<() => void>();
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
let watching = false;

/**
 * Has something done (without waiting for anything) when the process ends, the latest first; answers a function that
 * calls it off.
 */
export function atEnd(todo: () => void): () => void {
  watch();
  left.add(todo);
  return () => left.delete(todo);
}

/** Lends a folder that is gone afterwards, however the process ends. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'firstline-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const callOff = atEnd(remove);
  try {
    return await use(folder);
  } finally {
    remove();
    callOff();
  }
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const todo of [...left].reverse()) {
      try {
        todo();
      } catch {
        // The rest is tidied up all the same.
      }
    }
  });
  for (const [signal, number] of Object.entries(SIGNALS))
    process.once(signal, () => {
      process.exit(128 + number);
    });
}
