import { join } from 'node:path';
import type { Channel } from '../core/channel.ts';
import type { Content } from '../core/content.ts';
import type { FetchImage, Image, JobResult, JobRow, RunJob, Trouble } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { Read } from '../core/reading.ts';
import type { Reply } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import type { ScreenshotReader } from '../screenshots/reader.ts';

/** Where the content is. */
export const ROOT = join(import.meta.dirname, '..', '..');
const MODELS = join(ROOT, 'node_modules', '.cache', 'firstline');
const MAIN = join(ROOT, 'src', 'main.ts');

/** The content and what understands texts by it; trained once for every change of the content. */
export async function know(log: Log): Promise<{ content: Content; read: Read }> {
  const [{ loadContent }, { ModelFile }, { createReader }] = await Promise.all([
    import('../content/load.ts'),
    import('../understanding/model-file.ts'),
    import('../understanding/reader.ts'),
  ]);
  const content = loadContent(ROOT);
  const file = new ModelFile(MODELS, content.hash);
  let model = file.read();
  if (!model) {
    const began = performance.now();
    // In a process of its own: training takes memory that a service would never give back.
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [MAIN, 'train'], { stdio: 'ignore' });
    model = file.read() ?? (await train(content));
    log.info({ ms: Math.round(performance.now() - began) }, 'content changed: trained');
  }
  return { content, read: createReader(content, model) };
}

/** Trains, and keeps the model for the next start. */
export async function train(content: Content) {
  const [{ ModelFile }, { trainModel }] = await Promise.all([
    import('../understanding/model-file.ts'),
    import('../understanding/reader.ts'),
  ]);
  const model = await trainModel(content);
  new ModelFile(MODELS, content.hash).write(model);
  return model;
}

/** What a channel can find out for a turn: what others wrote earlier, and the pictures that came with a message. */
export interface Source {
  earlier(row: JobRow): Promise<JobResult>;
  image(row: JobRow, image: Image): Promise<Uint8Array | Trouble>;
}

/** Does the jobs: threads are read by their channels, pictures by the reader. */
export async function createRun(
  sources: Readonly<Record<string, Source>>,
  reader: ScreenshotReader,
  failed?: (image: Image, trouble: Trouble) => void,
): Promise<RunJob> {
  const { createImagesJob } = await import('../screenshots/images-job.ts');
  const fetch: FetchImage = async (row, image) => sources[row.channel]?.image(row, image) ?? 'not-allowed';
  const images = createImagesJob({ fetch, reader, failed });
  return (row) => (row.job.kind === 'images' ? images(row) : (sources[row.channel]?.earlier(row) ?? cannot(row)));
}

export async function createJournal(
  content: Content,
  read: Read,
  store: Store,
  channels: readonly Channel[],
  run: RunJob,
  log: Log,
) {
  const [{ Journal }, { createTurn }, { Mouth }] = await Promise.all([
    import('../journal/journal.ts'),
    import('../conversation/turn.ts'),
    import('../conversation/say.ts'),
  ]);
  const apology = (asked: number): Reply => {
    const mouth = new Mouth(content);
    mouth.sayPhrase('failed');
    mouth.ask([], ['human']);
    return mouth.close(asked).reply!;
  };
  const turn = createTurn(content, read);
  return new Journal({ store, turn, apology, channels, run, now: () => new Date(), log });
}

/** Not every channel has threads. */
export async function cannot({ job }: JobRow): Promise<JobResult> {
  return { job: job.id, kind: job.kind, found: [], trouble: 'not-allowed' };
}

/** JSON lines on standard error: standard output is for people and pipes. */
export async function createLog(level: string): Promise<Log> {
  const { default: pino } = await import('pino');
  const log: Log = pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return log;
}
