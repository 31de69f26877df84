/** Puts together the parts that several commands need: knowledge, jobs, journal, desks and log. */
import { join } from 'node:path';
import { CHANNELS } from '../channels/index.ts';
import type { Config } from '../config.ts';
import { type Channel, noThread, type Outlet, type Registration, type Source } from '../core/channel.ts';
import type { Content } from '../core/content.ts';
import type { ConversationState, Saved, Turn } from '../core/conversation.ts';
import { CONSOLE_CHANNEL, type Desks, isDesks } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import type { FetchImage, Image, JobRow, RunJob, Trouble } from '../core/job.ts';
import type { Knowledge, Knows } from '../core/knowledge.ts';
import type { Log } from '../core/log.ts';
import type { Read } from '../core/reading.ts';
import type { Reply } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import type { JournalParts } from '../journal/journal.ts';
import type { ScreenshotReader } from '../screenshots/reader.ts';
import { contentSources, ROOT } from './sources.ts';

/** The command `firstline`, as Node runs it. */
const COMMAND = join(ROOT, 'deploy', 'command', 'firstline.cjs');

/** The content and the reader of texts that belongs to it; trained once for every change of the content. */
export async function know(log: Log): Promise<Knowledge> {
  const [{ keptContent }, { createReader }, { CACHE, keptModel, train }] = await Promise.all([
    import('../content/kept.ts'),
    import('../understanding/reader.ts'),
    import('./model.ts'),
  ]);
  const content = await keptContent(CACHE, contentSources());
  let model = await keptModel(content);
  if (!model) {
    const began = performance.now();
    log.info({}, 'content changed: training, which takes a minute or two');
    await trainApart();
    model = (await keptModel(content)) ?? (await train(content));
    log.info({ ms: Math.round(performance.now() - began) }, 'content changed: trained');
  }
  return { content, read: createReader(content, model) };
}

/**
 * Trains in a process of its own: it takes memory that a service would never give back, and signals and the health are
 * answered meanwhile. It ends with this process.
 */
async function trainApart(): Promise<void> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [COMMAND, 'train'], { stdio: 'ignore' });
  const end = (): void => void child.kill();
  process.once('exit', end);
  await new Promise<void>((ended) => {
    child.once('error', () => ended());
    child.once('close', () => ended());
  });
  process.removeListener('exit', end);
}

/**
 * The function that does the jobs: channels read threads, the reader reads pictures, and a carry job takes pictures to
 * a desk.
 */
export async function createRun(
  channels: readonly Channel[],
  reader: ScreenshotReader,
  store: Store,
  failed?: (image: Image, trouble: Trouble) => void,
): Promise<RunJob> {
  const [{ createImagesJob }, { createCarryJob, makeCode }, { createForgetJob }, { createTranscriptJob }] =
    await Promise.all([
      import('../screenshots/images-job.ts'),
      import('../journal/carry-over.ts'),
      import('../journal/forget.ts'),
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
    forget: createForgetJob(store),
  };
  return (row) => does[row.job.kind](row);
}

/** The journal with the turns of people and of desks; each message is handled with the knowledge of that moment. */
export async function createJournal(
  knows: Knows,
  store: Store,
  channels: readonly Outlet[],
  run: RunJob,
  log: Log,
  {
    desks = null,
    leaseMs = 0,
    aheadAfterMs,
    mine,
    meter,
    timed = (read) => read,
    now = () => new Date(),
  }: Pick<JournalParts, 'leaseMs' | 'aheadAfterMs' | 'mine' | 'meter'> &
    Partial<Pick<JournalParts, 'now'>> & { desks?: Desks | null; timed?: (read: Read) => Read } = {},
) {
  const [{ Journal }, { redactOf }, { createTurn }, { createDeskTurn }, { ReplyBuilder }] = await Promise.all([
    import('../journal/journal.ts'),
    import('../journal/redact.ts'),
    import('../conversation/turn.ts'),
    import('../desk/turn.ts'),
    import('../conversation/reply-builder.ts'),
  ]);
  const apology = (asked: number): Reply => {
    const builder = new ReplyBuilder(knows.current.content);
    builder.sayPhrase('failed');
    builder.ask([], ['human']);
    return builder.close(asked).reply!;
  };
  const turnsOf = (knowledge: Knowledge) => ({
    knowledge,
    person: createTurn(knowledge.content, timed(knowledge.read), desks !== null),
    // The desk turn is there without desks too: tickets from when there were some are not forgotten.
    desk: createDeskTurn(knowledge.content, desks ?? { desks: new Map(), routes: [] }),
  });
  let turns = turnsOf(knows.current);
  const turn: Turn<Saved> = (state, message) => {
    if (turns.knowledge !== knows.current) turns = turnsOf(knows.current);
    return isDesks(message.conversation)
      ? turns.desk(state, message)
      : turns.person(state as ConversationState | null, message);
  };
  const redact = redactOf(() => knows.current.content);
  return new Journal({ store, turn, apology, redact, channels, run, now, log, leaseMs, aheadAfterMs, mine, meter });
}

/**
 * The desks that are set up; null if there are none.
 * @throws {Fault} DESK_NOT_CONNECTED if one is in a channel that is not connected
 */
export async function setUpDesks(
  config: Config,
  content: Content,
  registrations: readonly Registration[] = CHANNELS,
): Promise<Desks | null> {
  if (!config.desk) return null;
  const { loadDesks, oneDesk } = await import('../content/desks.ts');
  const desks =
    'file' in config.desk
      ? loadDesks(config.desk.file, content, registrations)
      : oneDesk(config.desk.place, registrations);
  for (const { name, route } of desks.desks.values())
    if (route.channel !== CONSOLE_CHANNEL && !config.channels.has(route.channel))
      throw new Fault(
        'DESK_NOT_CONNECTED',
        `The desk "${name}" is in ${titleOf(route.channel, registrations)}, which is not connected.`,
        `Connect it first: see deploy/${route.channel}/README.md.`,
      );
  return desks;
}

/** The title of a channel, for people to read. */
export function titleOf(channel: string, registrations: readonly Registration[] = CHANNELS): string {
  if (channel === CONSOLE_CHANNEL) return 'the console';
  return registrations.find(({ name }) => name === channel)?.title ?? channel;
}

/** The names of the desks of one channel, by their places in the channel's own words. */
export function desksIn(desks: Desks | null, channel: string): ReadonlyMap<string, string> {
  const here = [...(desks?.desks.values() ?? [])].filter(({ route }) => route.channel === channel);
  return new Map(here.map(({ route, name }) => [(JSON.parse(route.address ?? '{}') as { desk: string }).desk, name]));
}

/** A log of JSON lines on standard error: standard output is for people and pipes. */
export async function createLog(level: string): Promise<Log> {
  const [{ default: pino }, { loggedError }, { LogLines }] = await Promise.all([
    import('pino'),
    import('../core/log-error.ts'),
    import('../core/log-lines.ts'),
  ]);
  const log: Log = pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: loggedError } },
    new LogLines(process.stderr),
  );
  return log;
}
