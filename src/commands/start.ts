/** `firstline start`: puts the service together, and takes it apart in order on a signal to stop. */
import { CHANNELS } from '../channels/index.ts';
import type { Config } from '../config.ts';
import type { Console, MailSettings } from '../console/index.ts';
import type { ServiceSocket } from '../control/service-socket.ts';
import { breathe } from '../core/breathe.ts';
import type { Channel, Registration } from '../core/channel.ts';
import { Erasures } from '../core/erasures.ts';
import { FAULTS } from '../core/faults.ts';
import type { Host } from '../core/host.ts';
import { LastEvents } from '../core/last-events.ts';
import { type Log, unrepeated } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import { ticks } from '../core/ticks.ts';
import type { Aging as AgingService } from '../journal/aging.ts';
import type { Counting as CountingService } from '../journal/counting.ts';
import type { Journal } from '../journal/journal.ts';
import type { ScreenshotReader } from '../screenshots/reader.ts';
import { addPages, createConsole, watched } from './console.ts';
import { noteContent } from './content-change.ts';
import { endOnCrash } from './crash.ts';
import { giveBack, keepHeapSmall } from './heap.ts';
import { LiveContent } from './live-content.ts';
import { followOthers } from './other-instances.ts';
import { isUnheard, NO_DESK, NO_WEBHOOK, readyText } from './ready.ts';
import { contentSources } from './sources.ts';
import { startChannels } from './start-channels.ts';
import { warnOfSurroundings } from './surroundings.ts';
import { createTelemetry } from './telemetry.ts';
import { createJournal, createLog, createRun, desksIn, know, setUpDesks } from './wiring.ts';

/**
 * The time after which another instance takes over what one began and did not end, in milliseconds. Only PostgreSQL has
 * several instances.
 */
const LEASE_MS = 30_000;
/**
 * The time after a service was killed in which no turn runs before its message is committed, in milliseconds: a message that
 * did it comes again within minutes, and is found out only where it is stored first.
 */
const AFTER_KILL_MS = 10 * 60_000;

/** The number of files below which a service is warned at its start: each open page takes one. */
const FEW_FILES = 1024;

/** Starts the service with these channels. */
export async function start(registrations: readonly Registration[] = CHANNELS): Promise<void> {
  // From the beginning: a signal without a listener ends a process, and the first one of a container hears no others.
  let reload = (): void => undefined;
  let stop = async (_signal: string): Promise<void> => undefined;
  process.on('SIGHUP', () => reload());
  // Rotators of logs send these to everything; the first would open a debugger, and the second would end the service.
  for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) process.on(signal, () => undefined);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void stop(signal).then(() => process.exit(0)));
  const { readConfig, readSurroundings, watchedEnv } = await import('../config.ts');
  const { env, unread } = watchedEnv();
  const config = readConfig(env, registrations);
  const telemetry = await createTelemetry(config);
  const { meter } = telemetry;
  const log = telemetry.counted(await createLog(config.logLevel));
  endOnCrash(log);
  const names = unread();
  if (names.length > 0)
    log.warn({ code: 'SETTING_UNKNOWN', names, cure: FAULTS.SETTING_UNKNOWN.cure }, FAULTS.SETTING_UNKNOWN.cause);
  warnOfSurroundings(readSurroundings(), log);
  let live: LiveContent | null = null;
  const [
    { isPostgres, openForService, pathOf, wasKilled },
    { createHosts },
    { Aging },
    { Counting },
    { FirstlineServer },
    { mostConnections, openFilesLimit },
    { createScreenshotReader },
  ] = await Promise.all([
    import('../store/open.ts'),
    import('../journal/host.ts'),
    import('../journal/aging.ts'),
    import('../journal/counting.ts'),
    import('../server/server.ts'),
    import('../server/open-files.ts'),
    import('../screenshots/reader.ts'),
  ]);
  // A trouble of the database would be told by every part, again and again.
  const calm = unrepeated(log);
  if (config.proxy) (await import('./way-out.ts')).goOutBy(config.proxy, calm);
  const files = openFilesLimit();
  if (files !== null && files < FEW_FILES)
    log.warn({ code: 'FILES_FEW', files, cure: FAULTS.FILES_FEW.cure }, 'only so many files may be open at once');
  const server = new FirstlineServer({ log: calm, meter, mostConnections: mostConnections(files) });
  let running: {
    channels: readonly Channel[];
    journal: Journal;
    aging: AgingService;
    counting: CountingService;
    store: Store;
    reader: ScreenshotReader;
    frame: Console;
    unfollow: () => void;
    socket: ServiceSocket | null;
  } | null = null;
  let stopping = false;
  stop = async (signal) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: finishing what was accepted');
    live?.close();
    running?.unfollow();
    // The server waits for requests to end, and the channels end those they hold open.
    await Promise.all([
      server.close(),
      running?.socket?.close(),
      running?.frame.stop(),
      ...(running?.channels ?? []).map((c) => c.stop()),
    ]);
    telemetry.close();
    await running?.aging.stop();
    await running?.counting.stop();
    await running?.journal.stop();
    for (const channel of running?.channels ?? []) channel.close();
    running?.reader.close();
    await running?.store.close();
    log.info({}, 'stopped');
  };

  // It listens first, so that whoever asks for its health hears that it is starting.
  const address = await server.listen(config.port, config.host);
  await telemetry.listen();
  const knows = new LiveContent(await know(log), contentSources(config.content), log, () => {
    giveBack();
    if (running) void noted(running.store);
  });
  live = knows;
  const { content } = knows.current;
  const noted = (store: Store): Promise<void> =>
    noteContent(store, knows.current.content, new Date()).catch((err: unknown) =>
      log.warn({ err }, 'a change of the content could not be noted'),
    );
  const desks = await setUpDesks(config, content, registrations);
  const made = await createConsole(config.console, calm);
  const { frame } = made;
  const erasures = new Erasures();
  const isAlone = !isPostgres(config.databaseUrl);
  const afterKill = isAlone && (await wasKilled(config.databaseUrl));
  const store = watched(await openForService(config.databaseUrl, log, () => stopping), frame, erasures);
  // Not before: the number of a service that runs is no sign of one that was killed.
  if (afterKill)
    log.info(
      {},
      'the service before did not end in order: for ten minutes a message is stored by itself before it is answered',
    );
  const reader = createScreenshotReader({ log });
  const lastEvents = new LastEvents([...config.channels.keys()], ticks);
  const hosts = createHosts({
    store,
    accept: (message, resends) => journal.accept(message, resends),
    came: (channel) => lastEvents.came(channel),
    desksIn: (channel) => desksIn(desks, channel),
    named: desks !== null,
    pictureComes: () => reader.warm(),
    phrases: () => knows.current.content.phrases,
    accounts: made.accountsIn(store),
    organisation: () => knows.current.content.organisation.organisation ?? null,
    retention: config.retention,
    erasures,
    several: isPostgres(config.databaseUrl),
    now: () => new Date(),
    log,
    meter,
  });
  const channels = [...(await connected(registrations, config, hosts)), ...made.channels];
  const journal = await createJournal(knows, store, channels, await createRun(channels, reader, store), calm, {
    desks,
    leaseMs: isPostgres(config.databaseUrl) ? LEASE_MS : 0,
    ...(isAlone ? { aheadAfterMs: afterKill ? AFTER_KILL_MS : 0 } : {}),
    meter,
    timed: telemetry.timed,
  });
  erasures.listen((forgotten) => journal.forgotten(forgotten));
  const presence = await addPages(made, {
    ...{ store, desks, settings: config.console, here: address },
    channels: new Map(registrations.map(({ name, title }) => [name, title])),
    accept: (message) => journal.accept(message),
    content: () => knows.current.content,
    sources: contentSources(config.content),
    now: () => new Date(),
  });
  // Only PostgreSQL has several instances.
  const unfollow = isPostgres(config.databaseUrl) ? followOthers(store, frame, presence) : () => undefined;
  const lastAlive = await store.lastPing();
  const aging = new Aging({ store, retention: config.retention, now: () => new Date(), log: calm, lastAlive });
  const counting = new Counting({ store, now: () => new Date(), log: calm });
  // Several instances of PostgreSQL have no file that they share with a command.
  const socket = isPostgres(config.databaseUrl) ? null : await createSocket(pathOf(config.databaseUrl), store, log);
  running = { channels, journal, aging, counting, store, reader, frame, unfollow, socket };
  const left = await journal.start();
  await startChannels(channels, log);
  const ping = async (): Promise<void> => {
    for (const channel of channels) channel.check();
    await store.ping();
  };
  // The start itself is a sign of life, whether somebody asks for the health or not.
  await store.ping().catch(() => undefined);
  telemetry.watch(store, desks, ping);
  server.open({
    mounts: [...channels, frame, telemetry],
    raw: [...channels.flatMap(({ raw }) => raw), ...frame.raw],
    ping,
    details: () => lastEvents.details(),
  });

  await socket?.open();

  // Not before: what is read at a start would be tidied again and again.
  keepHeapSmall();
  aging.start();
  counting.start();
  knows.follow();
  await noted(store);
  reload = () => void knows.reload();
  log.info({ ...left, intents: content.intents.size, walkthroughs: content.walkthroughs.size }, 'ready');
  if (!registrations.some((one) => config.channels.has(one.name) && one.takes(config.channels.get(one.name))))
    log.warn({ code: 'CHANNELS_MISSING', cure: FAULTS.CHANNELS_MISSING.cure }, FAULTS.CHANNELS_MISSING.cause);
  if (!desks) log.warn({ code: 'DESK_NOT_SET' }, NO_DESK);
  if (isUnheard(desks, config)) log.warn({ code: 'DESK_WEBHOOK_NOT_SET' }, NO_WEBHOOK);
  if (config.console.mail) void warnOfMail(config.console.mail, log);
  // This comes last: a script that waits for the line may send a signal at once.
  const colour = process.stdout.isTTY && config.colour;
  process.stdout.write(readyText(address, config, desks, colour, registrations));
  // Scripts that wait for the line, and requests for the health, come first.
  await breathe();
  journal.warm();
  // The examples of the content, by which it gets warm, are held until the event loop turns.
  await breathe();
  giveBack();
}

/** The socket by which commands reach a service on an SQLite file; it is not made before it is opened. */
async function createSocket(path: string, store: Store, log: Log): Promise<ServiceSocket> {
  const [{ ServiceSocket }, { countAll }] = await Promise.all([
    import('../control/service-socket.ts'),
    import('../journal/counting.ts'),
  ]);
  return new ServiceSocket(path, { store, count: () => countAll(store, new Date(), { rest: breathe }), log });
}

/** Warns where the mail server does not answer as it should. The start never waits for it: it may be back before it is needed. */
async function warnOfMail(mail: MailSettings, log: Log): Promise<void> {
  const { lookAtMail } = await import('../console/index.ts');
  const { state, what } = await lookAtMail(mail);
  if (state === 'wrong') log.warn({ code: 'DESK_MAIL_UNREACHABLE' }, what);
}

/** The channels that are connected, each made with its settings and its host. */
function connected(
  registrations: readonly Registration[],
  { channels }: Pick<Config, 'channels'>,
  hosts: (channel: string) => Host,
): Promise<Channel[]> {
  const some = registrations.filter(({ name }) => channels.has(name));
  return Promise.all(some.map(({ name, create }) => create(channels.get(name), hosts(name))));
}
