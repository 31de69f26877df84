/** Starts Firstline with its Slack channel for tests. */
import { setTimeout as wait } from 'node:timers/promises';
import { SlackRates } from '../../../src/channels/slack/send/rates.ts';
import type { SlackSettings } from '../../../src/channels/slack/settings.ts';
import { SlackChannel } from '../../../src/channels/slack/slack.ts';
import { desksIn } from '../../../src/commands/wiring.ts';
import { createTurn } from '../../../src/conversation/turn.ts';
import type { Saved, Turn } from '../../../src/core/conversation.ts';
import { type Desks, isDesks } from '../../../src/core/desk.ts';
import type { Resends } from '../../../src/core/host.ts';
import type { JobResult, JobRow, RunJob } from '../../../src/core/job.ts';
import { type Log, SILENT } from '../../../src/core/log.ts';
import type { Incoming } from '../../../src/core/message.ts';
import type { Meter } from '../../../src/core/meter.ts';
import { createDeskTurn } from '../../../src/desk/turn.ts';
import { createCarryJob, makeCode } from '../../../src/journal/carry-over.ts';
import { createForgetJob } from '../../../src/journal/forget.ts';
import { Journal } from '../../../src/journal/journal.ts';
import { createTranscriptJob } from '../../../src/journal/transcript.ts';
import { FirstlineServer } from '../../../src/server/server.ts';
import { openStore } from '../../../src/store/open.ts';
import { hostOf } from '../host.ts';
import { type Knowledge, knowledge } from '../knowledge.ts';
import { redact } from '../redact.ts';
import { reply } from '../samples.ts';
import { SECRET } from './person.ts';
import { BOT_TOKEN, type SlackPlatform } from './platform.ts';

/** The parts of Firstline that a test chooses. */
export interface FirstlineOptions {
  readonly settings?: Partial<SlackSettings>;
  readonly databaseUrl?: string;
  readonly log?: Log;
  readonly meter?: Meter;
  /** The rates of posting; as fast as it can by default. */
  readonly rates?: SlackRates;
  readonly desks?: Desks;
  /** The time after which a status without an answer is cleared, in milliseconds. */
  readonly lookingMs?: number;
  /** Its knowledge: the fixture's content by default. */
  readonly knowledge?: Knowledge;
  /** Replaces the journal's own way to accept messages. */
  readonly accept?: (message: Incoming, journal: Journal, resends?: Resends) => Promise<boolean>;
}

/** Firstline with its Slack channel, in this process, as main.ts wires it. */
export async function startFirstline(slack: SlackPlatform, options: FirstlineOptions = {}) {
  const log = options.log ?? SILENT;
  const store = await openStore(options.databaseUrl ?? 'sqlite::memory:');
  const accept = options.accept ?? ((message: Incoming, to: Journal) => to.accept(message));
  const channel = new SlackChannel({
    settings: {
      botToken: BOT_TOKEN,
      signingSecret: SECRET,
      appToken: null,
      apiUrl: slack.apiUrl,
      watch: new Map(),
      allow: [],
      ...options.settings,
    },
    host: hostOf('slack', store, {
      accept: (message, resends) => accept(message, journal, resends),
      desks: desksIn(options.desks ?? null, 'slack'),
      named: options.desks !== undefined,
      log,
      ...(options.meter && { meter: options.meter }),
    }),
    appearMs: 20,
    tokenPauseMs: 20,
    ...(options.lookingMs === undefined ? {} : { lookingMs: options.lookingMs }),
    rates: options.rates ?? new SlackRates(Date.now, 1),
  });
  /** A reader that takes a picture's bytes for its words. */
  const read = async (row: JobRow): Promise<JobResult> => {
    const got = await channel.image(row, row.job.images[0]!);
    const found = typeof got === 'string' ? [] : [{ text: Buffer.from(got).toString(), by: null, sure: 1, images: [] }];
    return { job: row.job.id, kind: 'images', found, trouble: typeof got === 'string' ? got : null };
  };
  const does: Readonly<Record<JobRow['job']['kind'], RunJob>> = {
    images: read,
    thread: (row) => channel.earlier(row),
    carry: createCarryJob(
      (row, image) => channel.image(row, image),
      store,
      () => new Date(),
    ),
    transcript: createTranscriptJob(store),
    code: makeCode,
    forget: createForgetJob(store),
  };
  const run: RunJob = (row) => does[row.job.kind](row);
  const journal: Journal = new Journal({
    redact,
    store,
    turn: turnWith(options.desks ?? null, options.knowledge ?? knowledge()),
    apology: () => reply('Sorry.'),
    channels: [channel],
    run,
    now: () => new Date(),
    log,
  });
  const server = new FirstlineServer({ mounts: [channel], raw: channel.raw, ping: () => store.ping(), log });
  await journal.start();
  await channel.start();
  const address = await server.listen(0, '127.0.0.1');
  return {
    store,
    journal,
    channel,
    address,
    /** Resolves once everything accepted is answered, and best-effort calls are done. */
    async idle(): Promise<void> {
      // A timer takes up a reply that was told to come later, so quiet means quiet twice.
      for (let quiet = 0; quiet < 2; ) {
        await journal.idle();
        quiet = (await store.nextReady(['slack'])) === null ? quiet + 1 : 0;
        if (quiet === 0) await wait(2);
      }
      await channel.idle();
    },
    async stop(): Promise<void> {
      await server.close();
      await channel.stop();
      await journal.stop();
      await channel.idle();
      await store.close();
    },
  };
}

/** The turn of people's conversations, and of tickets if there are desks. */
function turnWith(desks: Desks | null, { content, read, turn }: Knowledge): Turn<Saved> {
  if (!desks) return turn as Turn<Saved>;
  const person = createTurn(content, read, true) as Turn<Saved>;
  const desk = createDeskTurn(content, desks);
  return (state, message) => (isDesks(message.conversation) ? desk : person)(state, message);
}

/** Firstline as a test has it. */
export type Firstline = Awaited<ReturnType<typeof startFirstline>>;
