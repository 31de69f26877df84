import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SlackConfig, TeamsConfig } from '../config.ts';
import type { Desks } from '../core/desk.ts';
import type { Log } from '../core/log.ts';
import type { Incoming } from '../core/message.ts';
import type { Store } from '../core/store.ts';
import { LiveContent } from './live-content.ts';
import { NO_DESK, readyText } from './ready.ts';
import { contentSources } from './sources.ts';
import { cannot, createJournal, createLog, createRun, desksIn, know, type Source, setUpDesks } from './wiring.ts';

/** On PostgreSQL there may be several instances: what one of them began and did not end in so long, another one takes over. */
const LEASE_MS = 30_000;

/** The service: everything put together, and taken apart in order when it is told to stop. */
export async function start(): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig();
  const log = await createLog(config.logLevel);
  const knows = new LiveContent(await know(log), contentSources(config.content), log);
  const { content } = knows.current;
  const [{ openStore }, { WebChannel }, { FirstlineServer }, { createScreenshotReader }] = await Promise.all([
    import('../store/open.ts'),
    import('../channels/web/web.ts'),
    import('../server/server.ts'),
    import('../screenshots/reader.ts'),
  ]);
  const desks = await setUpDesks(config, content);
  const store = await openStore(config.databaseUrl);
  const reader = createScreenshotReader({ log });
  const web = new WebChannel({
    host: config.host,
    open: config.webChat === 'open',
    accept: (message) => journal.accept(message),
    keepImage: async (conversation, ref, bytes) => {
      reader.warm();
      await store.keepImage(conversation, ref, bytes, new Date().toISOString());
    },
    picture: (conversation, ref) => store.image(conversation, ref),
    lines: (conversation, after) => store.lines(conversation, after),
  });
  const slack =
    config.slack && (await createSlack(config.slack, store, desks, (message) => journal.accept(message), log));
  const teams =
    config.teams && (await createTeams(config.teams, store, desks, (message) => journal.accept(message), log));
  const channels = [web, ...(slack ? [slack] : []), ...(teams ? [teams] : [])];
  const kept: Source = {
    earlier: cannot,
    image: async ({ conversation }, { ref }) => (await store.image(conversation, ref)) ?? 'not-there',
  };
  const sources = { web: kept, ...(slack ? { slack } : {}), ...(teams ? { teams } : {}) };
  const run = await createRun(sources, reader, store);
  const journal = await createJournal(knows, store, channels, run, log, {
    desks,
    leaseMs: config.databaseUrl.startsWith('postgres') ? LEASE_MS : 0,
  });
  const server = new FirstlineServer({
    mounts: [...(config.webChat === 'off' ? [] : [web]), ...(slack ? [slack] : []), ...(teams ? [teams] : [])],
    raw: [...web.raw, ...(slack?.raw ?? [])],
    ping: async () => {
      slack?.check();
      await store.ping();
    },
    log,
  });
  const left = await journal.start();
  await slack?.start();
  const address = await server.listen(config.port, config.host);

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: finishing what was accepted');
    knows.close();
    web.close();
    await server.close();
    await slack?.stop();
    await journal.stop();
    teams?.close();
    reader.close();
    await store.close();
    log.info({}, 'stopped');
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void stop(signal).then(() => process.exit(0)));

  knows.follow();
  process.on('SIGHUP', () => void knows.reload());
  log.info({ ...left, intents: content.intents.size, walkthroughs: content.walkthroughs.size }, 'ready');
  if (!desks) log.warn({ code: 'DESK_NOT_SET' }, NO_DESK);
  // Last: whoever waits for this line may send a signal at once.
  process.stdout.write(readyText(address, config, desks, process.stdout.isTTY && config.colour));
  giveBack();
}

/** What reading the content left behind is given back at once: V8 would keep it for as long as nobody needs the room. */
function giveBack(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as (how: object) => void)({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** The Slack channel, and the SDK with it, only where Slack is connected. */
async function createSlack(
  settings: SlackConfig,
  store: Store,
  desks: Desks | null,
  accept: (message: Incoming) => Promise<boolean>,
  log: Log,
) {
  const { SlackChannel } = await import('../channels/slack/slack.ts');
  return new SlackChannel({
    settings,
    accept,
    helped: (conversation) => store.helped(conversation),
    openCases: (person) => store.openCases(person),
    forget: (person) => store.forget(person),
    desks: desksIn(desks, 'slack'),
    named: desks !== null,
    whose: (ref) => store.whose('slack', ref),
    posted: (conversation, message) => store.posted(conversation, message, 'slack'),
    picture: (conversation, ref) => store.image(conversation, ref),
    now: () => new Date(),
    log,
  });
}

/** The Teams channel, and botbuilder with it, only where Teams is connected. */
async function createTeams(
  settings: TeamsConfig,
  store: Store,
  desks: Desks | null,
  accept: (message: Incoming) => Promise<boolean>,
  log: Log,
) {
  const { createTeams: create } = await import('../channels/teams/create.ts');
  return create(settings, {
    accept,
    lines: (conversation, after) => store.lines(conversation, after),
    helped: (conversation) => store.helped(conversation),
    openCases: (person) => store.openCases(person),
    whose: (ref) => store.whose('teams', ref),
    picture: (conversation, ref) => store.image(conversation, ref),
    desks: desksIn(desks, 'teams'),
    log,
  });
}
