/** Measures the start of the service, and its memory while it is idle. */
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './figures.ts';
import { startFirstline } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { usageOf } from './usage.ts';

/** The time that people wait for the service, in milliseconds, and its memory while nobody talks to it. */
export interface StartFigures {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly withNpm: number;
  readonly idleRss: number | null;
}

const IDLE_MS = 3000;

/** Starts the service `times` times, once with npm, and then looks at its memory when idle. */
export async function measureStart(times: number): Promise<StartFigures> {
  // The first start may have to train a model, which is kept for the next ones.
  await readyAfter();
  const waits: number[] = [];
  for (let i = 0; i < times; i++) waits.push(await readyAfter());
  const withNpm = await readyAfter({ npm: true });
  const idleRss = await withSqliteFile(async (database) => {
    const server = await startFirstline(database);
    try {
      await sleep(IDLE_MS);
      return usageOf(server.pid).rss;
    } finally {
      await server.stop();
    }
  });
  return { min: Math.min(...waits), median: median(waits), max: Math.max(...waits), withNpm, idleRss };
}

/** The milliseconds from the start until the address is printed and /readyz answers 200. */
function readyAfter(options: { npm?: boolean } = {}): Promise<number> {
  return withSqliteFile(async (database) => {
    const began = performance.now();
    const server = await startFirstline(database, options);
    try {
      const answer = await fetch(`${server.url}/readyz`);
      if (answer.status !== 200) throw new Error(`/readyz answered ${answer.status}`);
      return performance.now() - began;
    } finally {
      await server.stop();
    }
  });
}
