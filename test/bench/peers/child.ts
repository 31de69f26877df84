/** The process of one engine: it learns, reads the texts, and answers with what it took them for. */
import { percentile } from '../figures.ts';
import { usageOf } from '../usage.ts';
import type { Task, Train } from './engine.ts';
import { type Taken, takenOf } from './quality.ts';

/** The order for the process of one engine. */
export interface Order {
  readonly engine: string;
  readonly task: Task;
  /**
   * The time for judging: a slow engine is judged by the texts it manages in it; they come in no order, so that they
   * are a fair part.
   */
  readonly seconds: number;
}

/** The answers of one engine, and what they cost. */
export interface Answers {
  /** One for every text of the test, in its order; fewer if the time was over. */
  readonly taken: readonly Taken[];
  readonly trainMs: number;
  readonly p50Ms: number;
  /** The growth of the process while it learned and answered, in megabytes, garbage collected. */
  readonly memory: number | null;
}

/** The answer of the process. */
export type Answer = Answers | { readonly failed: string };

/** The smallest number of texts that an engine must manage: fewer say nothing. */
const LEAST = 100;

const ENGINES: Readonly<Record<string, () => Promise<Train>>> = {
  firstline: async () => (await import('./model.ts')).firstlineModel,
  'statistical-half': async () => (await import('./firstline.ts')).statisticalHalf,
  whole: async () => (await import('./firstline.ts')).whole,
  'natural-bayes': async () => (await import('./natural.ts')).naturalBayes,
  nlpjs: async () => (await import('./nlpjs.ts')).nlpjs,
  minisearch: async () => (await import('./searches.ts')).minisearch,
  fasttext: async () => (await import('./fasttext.ts')).fastText,
  fuse: async () => (await import('./searches.ts')).fuse,
};

// Each engine has a process of its own: none warms up, fills up or slows down another.
process.once('message', async (order: Order) => {
  const answer = await measure(order).then(
    (answers): Answer => answers,
    (error: Error): Answer => ({ failed: String(error?.message ?? error).split('\n')[0]! }),
  );
  process.send!(answer, () => process.exit(0));
});

async function measure({ engine, task, seconds }: Order): Promise<Answers> {
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
    taken,
    trainMs,
    p50Ms: percentile(Float64Array.from(times).sort(), 0.5),
    memory: before === null || after === null ? null : after - before,
  };
}
