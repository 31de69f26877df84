import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type Figures, median } from './figures.ts';
import { withSqliteFile } from './journal.ts';
import type { Done, Job } from './load.ts';
import type { Span } from './loop.ts';
import { type Running, startFirstline, startScript } from './servers.ts';
import { usageOf } from './usage.ts';

/** A server under load, with its memory right after it and at its highest, and how long it computed for a message. */
export interface Loaded extends Figures {
  readonly rss: number | null;
  readonly peak: number | null;
  readonly cpuMs: number | null;
}

/** Firstline and the baseline, one right after the other, so that both had the same machine. */
export interface Pair {
  readonly firstline: Loaded;
  readonly baseline: Loaded;
  readonly ratio: number;
}

/** All pairs and their median ratio. */
export interface HttpFigures {
  readonly pairs: readonly Pair[];
  readonly ratio: number;
  /** What the load generator can do at the most, and how many times what was measured that is. */
  readonly generator: {
    readonly web: number;
    readonly bot: number;
    readonly webTimes: number;
    readonly botTimes: number;
  };
}

const CONVERSATIONS = 64;

/** Measures so many pairs; `next` is told what comes now. */
export async function measureHttp(
  errors: readonly string[],
  span: Span,
  pairs: number,
  next: (what: string) => void,
): Promise<HttpFigures> {
  const job = { ...span, errors, conversations: CONVERSATIONS };
  next('what the load generator can do');
  const short = { ...job, seconds: Math.min(3, span.seconds) };
  const web = (await loaded(await startScript('echo.ts'), { ...short, as: 'web' })).perSecond;
  const bot = (await loaded(await startScript('echo.ts'), { ...short, as: 'bot' })).perSecond;
  const measured: Pair[] = [];
  for (let i = 1; i <= pairs; i++) {
    next(`Firstline over HTTP, ${i} of ${pairs}`);
    const firstline = await withSqliteFile(async (database) =>
      loaded(await startFirstline(database), { ...job, as: 'web' }),
    );
    next(`the baseline over HTTP, ${i} of ${pairs}`);
    const baseline = await loaded(await startScript('baseline-bot.ts'), { ...job, as: 'bot' });
    measured.push({ firstline, baseline, ratio: firstline.perSecond / baseline.perSecond });
  }
  const times = (most: number, of: (pair: Pair) => Loaded): number =>
    most / Math.max(...measured.map((pair) => of(pair).perSecond));
  return {
    pairs: measured,
    ratio: median(measured.map((pair) => pair.ratio)),
    generator: {
      web,
      bot,
      webTimes: times(web, (pair) => pair.firstline),
      botTimes: times(bot, (pair) => pair.baseline),
    },
  };
}

/** Puts a server under load, and stops it. */
export async function loaded(server: Running, job: Omit<Job, 'url'>): Promise<Loaded> {
  try {
    const before = usageOf(server.pid).cpuMs;
    const { figures, messages } = await load({ ...job, url: server.url });
    const { rss, peak, cpuMs } = usageOf(server.pid);
    return { ...figures, rss, peak, cpuMs: cpuMs === null || before === null ? null : (cpuMs - before) / messages };
  } finally {
    await server.stop();
  }
}

function load(job: Job): Promise<Exclude<Done, { failed: string }>> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'load.ts'));
    child.once('message', (done: Done) =>
      'figures' in done ? resolve(done) : reject(new Error(`load: ${done.failed}`)),
    );
    child.once('exit', (code) => reject(new Error(`the load process ended with ${code}`)));
    child.send(job);
  });
}
