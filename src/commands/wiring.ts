import { join } from 'node:path';
import { CHANNELS } from '../channels/index.ts';
import type { Config } from '../config.ts';
import { type Channel, noThread, type Source } from '../core/channel.ts';
import type { Content } from '../core/content.ts';
import type { ConversationState, Saved, Turn } from '../core/conversation.ts';
import { type Desks, isDesks } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import type { FetchImage, Image, JobRow, RunJob, Trouble } from '../core/job.ts';
import type { Knowledge, Knows } from '../core/knowledge.ts';
import type { Log } from '../core/log.ts';
import type { Reply } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import type { JournalParts } from '../journal/journal.ts';
import type { ScreenshotReader } from '../screenshots/reader.ts';
import { contentSources, ROOT } from './sources.ts';

const MAIN = join(ROOT, 'src', 'main.ts');

/** The content and what understands texts by it; trained once for every change of the content. */
export async function know(log: Log): Promise<Knowledge> {
  const [{ loadContent }, { createReader }, { keptModel, train }] = await Promise.all([
    import('../content/load.ts'),
    import('../understanding/reader.ts'),
    import('./model.ts'),
  ]);
  const content = loadContent(contentSources());
  let model = await keptModel(content);
  if (!model) {
    const began = performance.now();
    // In a process of its own: training takes memory that a service would never give back.
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [MAIN, 'train'], { stdio: 'ignore' });
    model = (await keptModel(content)) ?? (await train(content));
    log.info({ ms: Math.round(performance.now() - began) }, 'content changed: trained');
  }
  return { content, read: createReader(content, model) };
}

/** Does the jobs: threads are read by their channels, pictures by the reader; what goes over to a desk is carried. */
export async function createRun(
  channels: readonly Channel[],
  reader: ScreenshotReader,
  store: Store,
  failed?: (image: Image, trouble: Trouble) => void,
): Promise<RunJob> {
  const [{ createImagesJob }, { createCarryJob, makeCode }, { createTranscriptJob }] = await Promise.all([
    import('../screenshots/images-job.ts'),
    import('../journal/across.ts'),
    import('../journal/transcript.ts'),
  ]);
  const sources = new Map<string, Source>(channels.map((channel) => [channel.name, channel]));
  const fetch: FetchImage = async (row, image) => sources.get(row.channel)?.image(row, image) ?? 'not-allowed';
  const does: Readonly<Record<JobRow['job']['kind'], RunJob>> = {
    images: createImagesJob({ fetch, reader, failed }),
    thread: (row) => sources.get(row.channel)?.earlier(row) ?? noThread(row),
    carry: createCarryJob(fetch, store, () => new Date()),
    transcript: createTranscriptJob(store),
    code: makeCode,
  };
  return (row) => does[row.job.kind](row);
}

/** The journal with the turns of persons and of desks, by what is known when a message is handled. */
export async function createJournal(
  knows: Knows,
  store: Store,
  channels: readonly Channel[],
  run: RunJob,
  log: Log,
  { desks = null, leaseMs = 0, mine }: Pick<JournalParts, 'leaseMs' | 'mine'> & { desks?: Desks | null } = {},
) {
  const [{ Journal }, { createTurn }, { createDeskTurn }, { Mouth }] = await Promise.all([
    import('../journal/journal.ts'),
    import('../conversation/turn.ts'),
    import('../desk/turn.ts'),
    import('../conversation/say.ts'),
  ]);
  const apology = (asked: number): Reply => {
    const mouth = new Mouth(knows.current.content);
    mouth.sayPhrase('failed');
    mouth.ask([], ['human']);
    return mouth.close(asked).reply!;
  };
  const turnsOf = (knowledge: Knowledge) => ({
    knowledge,
    person: createTurn(knowledge.content, knowledge.read, desks !== null),
    // Without desks too: tickets from when there were some are not forgotten.
    desk: createDeskTurn(knowledge.content, desks ?? { desks: new Map(), routes: [] }),
  });
  let turns = turnsOf(knows.current);
  const turn: Turn<Saved> = (state, message) => {
    if (turns.knowledge !== knows.current) turns = turnsOf(knows.current);
    return isDesks(message.conversation)
      ? turns.desk(state, message)
      : turns.person(state as ConversationState | null, message);
  };
  return new Journal({ store, turn, apology, channels, run, now: () => new Date(), log, leaseMs, mine });
}

/**
 * The desks that are set up; null where there are none.
 * @throws {Fault} DESK_NOT_CONNECTED where one is in a channel that is not connected
 */
export async function setUpDesks(config: Config, content: Content): Promise<Desks | null> {
  if (!config.desk) return null;
  const { loadDesks, oneDesk } = await import('../content/desks.ts');
  const desks =
    'file' in config.desk ? loadDesks(config.desk.file, content, CHANNELS) : oneDesk(config.desk.place, CHANNELS);
  for (const { name, via } of desks.desks.values())
    if (!config.channels.has(via.channel))
      throw new Fault(
        'DESK_NOT_CONNECTED',
        `The desk "${name}" is in ${titleOf(via.channel)}, which is not connected.`,
        `Connect it first: see deploy/${via.channel}/README.md.`,
      );
  return desks;
}

/** What a channel is called where people read. */
export function titleOf(channel: string): string {
  return CHANNELS.find(({ name }) => name === channel)?.title ?? channel;
}

/** The desks of one channel: their places, in the channel's own words, and their names. */
export function desksIn(desks: Desks | null, channel: string): ReadonlyMap<string, string> {
  const here = [...(desks?.desks.values() ?? [])].filter(({ via }) => via.channel === channel);
  return new Map(here.map(({ via, name }) => [(JSON.parse(via.address ?? '{}') as { desk: string }).desk, name]));
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
