import { percentile } from '../figures.ts';
import { usageOf } from '../usage.ts';
import type { Task, Train } from './engine.ts';
import { type Quality, qualityOf, type Taken, takenOf } from './quality.ts';

/** What the process of one engine is told. */
export interface Order {
  readonly engine: string;
  readonly task: Task;
  /** A slow engine is judged by as many texts as it manages in this time; they come in no order, so it is a fair part. */
  readonly seconds: number;
}

/** What one engine comes to. */
export interface PeerFigures extends Quality {
  readonly trainMs: number;
  readonly p50Ms: number;
  /** What the process grew by while it learned and answered, in megabytes, garbage collected. */
  readonly memory: number | null;
}

/** What the process answers. */
export type Answer = PeerFigures | { readonly failed: string };

/** Fewer say nothing. */
const LEAST = 100;

const ENGINES: Readonly<Record<string, () => Promise<Train>>> = {
  'statistical-half': async () => (await import('./firstline.ts')).statisticalHalf,
  whole: async () => (await import('./firstline.ts')).whole,
  'natural-bayes': async () => (await import('./natural.ts')).naturalBayes,
  nlpjs: async () => (await import('./nlpjs.ts')).nlpjs,
  minisearch: async () => (await import('./searches.ts')).minisearch,
  fuse: async () => (await import('./searches.ts')).fuse,
};

// A process of its own: no engine warms up, fills up or slows down another.
process.once('message', async (order: Order) => {
  const answer = await measure(order).then(
    (figures): Answer => figures,
    (error: Error): Answer => ({ failed: String(error?.message ?? error).split('\n')[0]! }),
  );
  process.send!(answer, () => process.exit(0));
});

async function measure({ engine, task, seconds }: Order): Promise<PeerFigures> {
  const memory = (): number | null => {
    globalThis.gc?.();
    return usageOf(process.pid).rss;
  };
  const before = memory();
  const train = await ENGINES[engine]!();
  const began = performance.now();
  const classify = await train(task);
  const trainMs = performance.now() - began;
  const taken: Taken[] = [];
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  for (const row of task.test) {
    const asked = performance.now();
    const scores = await classify(row.text);
    const answered = performance.now();
    times.push(answered - asked);
    taken.push(takenOf(row, scores, task.none));
    if (answered > end && taken.length >= LEAST) break;
  }
  const after = memory();
  return {
    ...qualityOf(taken, task.none),
    trainMs,
    p50Ms: percentile(Float64Array.from(times).sort(), 0.5),
    memory: before === null || after === null ? null : after - before,
  };
}
