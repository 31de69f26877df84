/** `firstline demo`: fills a fresh database with a month of made-up conversations, through the real journal and turns. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createProgress } from '../channels/terminal/progress.ts';
import type { Outlet } from '../core/channel.ts';
import type { ConversationState } from '../core/conversation.ts';
import type { Desks } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Knowledge } from '../core/knowledge.ts';
import { SILENT } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import type { MonthPlan, Stage } from '../rehearsal/month.ts';
import { createJournal, createRun, know } from './wiring.ts';

const DAY_MS = 86_400_000;
/** The time that a channel takes to deliver, in milliseconds. */
const DELIVERY_MS = 450;
/** The time within which an agent should come, in minutes. */
const ANSWER = 120;

/**
 * Makes the database of a demo. The month ends today at midnight (UTC), so that the same seed gives the same on the same day.
 * @throws {Fault} DEMO_NOT_EMPTY or DEMO_UNWRITTEN
 */
export async function demo({
  seed,
  data,
  conversations,
}: {
  seed: number;
  data: string;
  conversations: number;
}): Promise<void> {
  const path = join(resolve(data), 'firstline.db');
  if (existsSync(path)) throw new Fault('DEMO_NOT_EMPTY', `${path} is there already.`, FAULTS.DEMO_NOT_EMPTY.cure);
  const { openDraft, tryPlace } = await import('../store/draft.ts');
  // Playing a month takes minutes: what would end it is told before.
  await writing(path, async () => tryPlace(path));
  const knowledge = await know(SILENT);
  const { store, writeTo } = await openDraft();
  const end = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const bar = createProgress('playing a month', process.stderr);
  try {
    await fillWithMonth(knowledge, store, { seed, conversations, end }, bar.tell);
    await writing(path, () => writeTo(path));
  } finally {
    await bar.end();
    await store.close();
  }
  process.stdout.write(
    `A month of ${conversations} conversations is in ${path}. Look at it:\n` +
      `  DATABASE_URL=sqlite:${path} npx firstline outcomes\n` +
      `  DATABASE_URL=sqlite:${path} npx firstline tickets\n` +
      `  DATABASE_URL=sqlite:${path} DESK=web npx firstline start      then open /console\n`,
  );
}

/** Runs what writes the database, and says of the folder what that says of `DATABASE_URL`, which a demo does not read. */
async function writing(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const { cause: what, cure } = FAULTS.DEMO_UNWRITTEN;
    const { message } = cause as Error;
    const why = cause instanceof Fault ? message.replace(FAULTS[cause.code].cause, '').trim() : message;
    throw new Fault('DEMO_UNWRITTEN', `${what} ${path}: ${why}`, cure, { cause });
  }
}

/** Plays a month into a store, and counts its cases; `tell` hears of the part that is done, 0 to 1. */
export async function fillWithMonth(
  knowledge: Knowledge,
  store: Store,
  plan: Omit<MonthPlan, 'desk'>,
  tell: (done: number) => void = () => undefined,
): Promise<void> {
  const [{ createScreenshotReader }, { oneDesk }, { countAll }, { playMonth }, { Chance }] = await Promise.all([
    import('../screenshots/reader.ts'),
    import('../content/desks.ts'),
    import('../journal/counting.ts'),
    import('../rehearsal/month.ts'),
    import('../rehearsal/chance.ts'),
  ]);
  const reader = createScreenshotReader({ log: SILENT });
  // The desk in the browser, as a service with DESK=web has it: its tickets are there when one is started.
  const web = oneDesk('web', []);
  const [desk] = [...web.desks.values()];
  const desks: Desks = { ...web, desks: new Map([[desk!.name, { ...desk!, answer: ANSWER }]]) };
  let now = plan.end - 31 * DAY_MS;
  let sent = 0;
  const pace = new Chance(plan.seed + 1);
  const outlets = [...new Set(['web', 'slack', 'teams', desk!.route.channel])].map(
    (name): Outlet => ({
      name,
      async send() {
        now += Math.round(pace.around(DELIVERY_MS));
        sent += 1;
        return { kind: 'sent', ref: `demo-${sent}` };
      },
      find: async () => ({ kind: 'unknowable' }),
    }),
  );
  const run = await createRun([], reader, store);
  const journal = await createJournal({ current: knowledge }, store, outlets, run, SILENT, {
    desks,
    now: () => new Date(now),
  });
  const stage: Stage = {
    async passTo(at) {
      for (let next = await store.nextDue(); next !== null && Date.parse(next) <= at; next = await store.nextDue()) {
        now = Math.max(now, Date.parse(next));
        journal.wakeTimers();
        await journal.idle();
      }
      now = Math.max(now, at);
    },
    async take(message) {
      await journal.accept(message);
      await journal.idle();
    },
    state: async (conversation) => (await store.state(conversation)) as ConversationState | null,
  };
  try {
    await journal.start();
    await playMonth(knowledge.content, { ...plan, desk: desk!.route }, stage, tell);
    await countAll(store, new Date());
  } finally {
    await journal.stop();
    reader.close();
  }
}
