#!/usr/bin/env -S node --max-semi-space-size=4
import { enableCompileCache } from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import type { SlackConfig, TeamsConfig } from './config.ts';
import type { Channel } from './core/channel.ts';
import type { Content } from './core/content.ts';
import { Fault } from './core/fault.ts';
import type { FetchImage, Image, JobResult, JobRow, RunJob, Trouble } from './core/job.ts';
import { type Log, SILENT } from './core/log.ts';
import type { Incoming } from './core/message.ts';
import type { Read } from './core/reading.ts';
import type { Reply } from './core/reply.ts';
import type { Store } from './core/store.ts';
import type { Evaluation } from './evaluation/judge.ts';
import type { ScreenshotReader } from './screenshots/reader.ts';

// Compiled modules are kept between starts: half a second less until it is ready.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'firstline', 'code'));

const ROOT = join(import.meta.dirname, '..');
const MODELS = join(ROOT, 'node_modules', '.cache', 'firstline');

const program = new Command('firstline')
  .exitOverride()
  .description(
    'First-line support: recognises a pasted error, walks people through the fix, hands over with everything known.',
  )
  .version('0.1.0')
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nExit codes: 0 all is well, 1 something is wrong (said on standard error), 2 the command was not understood.',
  );

program
  .command('start')
  .description('start the service; prints the address of the chat page')
  .action(async () => {
    const { readConfig } = await import('./config.ts');
    const config = readConfig();
    const log = await createLog(config.logLevel);
    const { content, read } = await know(log);
    const [{ openStore }, { WebChannel }, { FirstlineServer }, { createScreenshotReader }] = await Promise.all([
      import('./store/open.ts'),
      import('./channels/web/web.ts'),
      import('./server/server.ts'),
      import('./screenshots/reader.ts'),
    ]);
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
      lines: (conversation, after) => store.lines(conversation, after),
    });
    const slack = config.slack && (await createSlack(config.slack, store, (message) => journal.accept(message), log));
    const teams = config.teams && (await createTeams(config.teams, store, (message) => journal.accept(message), log));
    const channels = [web, ...(slack ? [slack] : []), ...(teams ? [teams] : [])];
    const kept: Source = {
      earlier: cannot,
      image: async ({ conversation }, { ref }) => (await store.image(conversation, ref)) ?? 'not-there',
    };
    const sources = { web: kept, ...(slack ? { slack } : {}), ...(teams ? { teams } : {}) };
    const run = await createRun(sources, reader);
    const journal = await createJournal(content, read, store, channels, run, log);
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
    log.info({ ...left, intents: content.intents.size, walkthroughs: content.walkthroughs.size }, 'ready');
    process.stdout.write(`Firstline is ready: ${address}\n`);

    let stopping = false;
    const stop = async (signal: string): Promise<void> => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping: finishing what was accepted');
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
  });

program
  .command('chat')
  .description('talk to the bot in the terminal; with input from a pipe, one message a line')
  .option('--json', 'one JSON reply a line: text, choices, at, outcome')
  .addOption(new Option('--as <audience>', 'speak as').choices(['person', 'admin']).default('person'))
  .option('--conversation <name>', 'go on with a conversation of this name (kept in the database)')
  .action(async (options: { json?: boolean; as: 'person' | 'admin'; conversation?: string }) => {
    const { readConfig } = await import('./config.ts');
    const config = readConfig();
    const piped = !process.stdin.isTTY;
    const json = options.json ?? false;
    const log = await createLog(config.logLevel === 'info' ? 'error' : config.logLevel);
    const { content, read } = await know(log);
    const [{ openStore }, { Chat }, { TerminalChannel }, { readImage, troubleWithImage }, { createScreenshotReader }] =
      await Promise.all([
        import('./store/open.ts'),
        import('./channels/terminal/chat.ts'),
        import('./channels/terminal/terminal.ts'),
        import('./channels/terminal/images.ts'),
        import('./screenshots/reader.ts'),
      ]);
    // Lines from a pipe are somebody's script: every run begins afresh, unless it names its conversation.
    const kept = options.conversation !== undefined || !(piped || json);
    const conversation = `terminal:${options.conversation ?? userInfo().username}`;
    const store = await openStore(kept ? config.databaseUrl : 'sqlite::memory:');
    const chat = new Chat({
      conversation,
      audience: options.as,
      json,
      interactive: !piped && !json,
      colour: process.stdout.isTTY && !process.env.NO_COLOR,
      input: process.stdin,
      output: process.stdout,
    });
    const reader = createScreenshotReader({ log });
    const files: Source = { earlier: cannot, image: (_row, image) => readImage(image) };
    const run = await createRun({ terminal: files }, reader, (image, trouble) => {
      process.stderr.write(troubleWithImage(image, trouble));
      process.exitCode = 1;
    });
    const channel = new TerminalChannel(conversation, chat.show);
    const journal = await createJournal(content, read, store, [channel], run, log);
    await journal.start();
    await chat.run(async (message) => {
      await journal.accept(message);
      await journal.idle();
    });
    await journal.stop();
    reader.close();
    await store.close();
  });

program
  .command('classify')
  .description(
    'read texts from standard input, one a line (plain, or {"text": …, "image": <file>}), and tell what each is about',
  )
  .option('--json', 'one JSON object a line')
  .action(async (options: { json?: boolean }) => {
    const { content, read } = await know(SILENT);
    const [
      { createInterface },
      { parseLine },
      { Classifier, classified },
      { readImage, troubleWithImage },
      { redact },
      { createScreenshotReader },
    ] = await Promise.all([
      import('node:readline'),
      import('./channels/terminal/lines.ts'),
      import('./channels/terminal/classify.ts'),
      import('./channels/terminal/images.ts'),
      import('./journal/redact.ts'),
      import('./screenshots/reader.ts'),
    ]);
    const reader = createScreenshotReader({ log: SILENT });
    const classifier = new Classifier({
      content,
      read,
      redact,
      seen: async (image) => {
        const bytes = await readImage(image);
        const { text, trouble } = typeof bytes === 'string' ? { text: null, trouble: bytes } : await reader.read(bytes);
        if (trouble === null) return text;
        process.stderr.write(troubleWithImage(image, trouble));
        process.exitCode = 1;
        return '';
      },
    });
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      const result = await classifier.classify(parseLine(line));
      process.stdout.write(`${options.json ? JSON.stringify(result) : classified(result)}\n`);
    }
    reader.close();
  });

program
  .command('check')
  .description('list every fault of intents/ and dialogs/, and what is probably a mistake')
  .option('--strict', 'take hints for faults')
  .action(async (options: { strict?: boolean }) => {
    const { readContent } = await import('./content/load.ts');
    const { content, faults, hints } = readContent(ROOT);
    const print = (kind: string, f: (typeof faults)[number]): void =>
      void process.stdout.write(`${f.file}:${f.line}  ${kind}${f.what}${f.meant ? `; ${f.meant}` : ''}\n`);
    for (const f of faults) print('', f);
    const hinted = hints();
    for (const f of hinted) print('hint: ', f);
    const wrong = faults.length + (options.strict ? hinted.length : 0);
    if (wrong > 0) {
      process.stderr.write(`${faults.length} faults, ${hinted.length} hints\n`);
      process.exitCode = 1;
      return;
    }
    const { answered } = await import('./content/rules.ts');
    const steps = [...content.walkthroughs.values()].reduce((sum, w) => sum + w.steps.size, 0);
    const also = hinted.length === 0 ? '' : ` ${hinted.length} hints: they stop nothing, but it may understand less.`;
    process.stdout.write(
      `No faults: ${content.intents.size} intents, ${content.walkthroughs.size} walkthroughs, ${steps} steps.${also}\n`,
    );
    for (const line of answered(content)) process.stdout.write(`${line}\n`);
  });

program
  .command('graph')
  .description('draw a walkthrough, or list them all')
  .argument('[walkthrough]', 'its id')
  .addOption(
    new Option('--format <format>', 'what to draw it in').choices(['mermaid', 'dot', 'svg']).default('mermaid'),
  )
  .action(async (id: string | undefined, options: { format: 'mermaid' | 'dot' | 'svg' }) => {
    const { readContent } = await import('./content/load.ts');
    const { content } = readContent(ROOT);
    if (id === undefined) {
      for (const w of content.walkthroughs.values())
        process.stdout.write(`${w.id}  ${w.title} (${w.audience}, ${w.steps.size} steps)\n`);
      return;
    }
    const walkthrough = content.walkthroughs.get(id);
    if (!walkthrough)
      throw new Fault(
        'WALKTHROUGH_UNKNOWN',
        `There is no walkthrough "${id}".`,
        'Run "npx firstline graph" for a list.',
      );
    const { drawingOf, toDot, toMermaid, toSvg } = await import('./content/draw.ts');
    const drawing = drawingOf(content, walkthrough);
    const drawn =
      options.format === 'svg' ? await toSvg(drawing) : options.format === 'dot' ? toDot(drawing) : toMermaid(drawing);
    process.stdout.write(`${drawn}\n`);
  });

program
  .command('evaluate')
  .description('measure the understanding: cross-validated over the shipped examples, or on a labelled file')
  .option('--on <file>', 'a labelled file: JSON lines with text and label, or CSV')
  .option('--train <file>', 'train on this labelled file instead of the shipped content')
  .option('--none-label <label>', 'which label means "none of ours"', 'out-of-scope')
  .option('--html <file>', 'write a report with plots, for whoever writes the content')
  .option('--json', 'the figures as one JSON object')
  .action(async (options: { on?: string; train?: string; noneLabel: string; html?: string; json?: boolean }) => {
    const { on, train, noneLabel } = options;
    if (train !== undefined && on === undefined)
      throw new Fault('FILE_MISSING', '--train needs --on: a file to judge by.', 'Add --on <file>.');
    const [{ crossValidate }, { evaluateOn, evaluateTrained }, { jsonReport, textReport }, { createProgress }] =
      await Promise.all([
        import('./evaluation/judge.ts'),
        import('./evaluation/evaluate.ts'),
        import('./evaluation/report.ts'),
        import('./channels/terminal/progress.ts'),
      ]);
    const bar = createProgress(train ? 'training and reading' : on ? 'reading' : 'cross-validating', process.stderr);
    const run = async (): Promise<Evaluation> => {
      if (on === undefined) return crossValidate((await import('./content/load.ts')).loadContent(ROOT), bar.tell);
      if (train === undefined) return evaluateOn(on, noneLabel, () => know(SILENT), bar.tell);
      return evaluateTrained(on, train, noneLabel, bar.tell, (text) => void process.stderr.write(`${text}\n`));
    };
    const evaluation = await run().finally(bar.end);
    if (options.html !== undefined) {
      const { writePage } = await import('./evaluation/page.ts');
      writePage(options.html, evaluation, new Date());
    }
    process.stdout.write(`${options.json ? JSON.stringify(jsonReport(evaluation)) : textReport(evaluation)}\n`);
  });

const doctor = program.command('doctor').description('look at a channel’s connection, and say what to fix');

doctor
  .command('slack')
  .description('tokens, scopes, channels, the request address, and a message there and back')
  .option('--address <url>', 'where Slack reaches this Firstline, such as https://firstline.example.com')
  .option('--to <id>', 'a channel or user id for a round trip; the message is deleted at once')
  .action(async (options: { address?: string; to?: string }) => {
    const { readConfig } = await import('./config.ts');
    const { slack, host, port } = readConfig();
    if (!slack)
      throw new Fault(
        'SLACK_NOT_CONNECTED',
        'Slack is not connected.',
        'Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN: see "Connect Slack" in the README.',
      );
    const { examine } = await import('./channels/slack/doctor.ts');
    const address = options.address ?? `http://${host}:${port}`;
    await report(examine(slack, { address, to: options.to ?? null }));
  });

doctor
  .command('teams')
  .description('id, secret, tenant, tokens, the messaging endpoint, and whether threads may be read')
  .option('--address <url>', 'where Teams reaches this Firstline, such as https://firstline.example.com')
  .option('--thread <link>', 'the link of a message in a channel, to see whether its thread may be read')
  .action(async (options: { address?: string; thread?: string }) => {
    const { readConfig } = await import('./config.ts');
    const { teams, host, port } = readConfig();
    if (!teams)
      throw new Fault(
        'TEAMS_NOT_CONNECTED',
        'Teams is not connected.',
        'Set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId: see "Connect Teams" in the README.',
      );
    const { examine } = await import('./channels/teams/doctor.ts');
    const address = options.address ?? `http://${host}:${port}`;
    await report(examine(teams, { address, thread: options.thread ?? null }));
  });

program
  .command('train')
  .description('train the understanding now; start does it by itself when the content changed')
  .action(async () => {
    const began = performance.now();
    const { loadContent } = await import('./content/load.ts');
    const content = loadContent(ROOT);
    await train(content);
    process.stdout.write(`Trained on ${content.intents.size} intents (${Math.round(performance.now() - began)} ms).\n`);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  if (error instanceof Fault) process.stderr.write(`firstline: ${error.message}\n  ${error.cure} [${error.code}]\n`);
  else process.stderr.write(`firstline: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

/** Prints what a doctor finds as it is found; whatever is wrong makes the command fail. */
async function report(
  findings: AsyncIterable<{ state: 'fine' | 'wrong' | 'open'; what: string; cure?: string }>,
): Promise<void> {
  const marks = { fine: '✓', wrong: '✗', open: '–' };
  for await (const { state, what, cure } of findings) {
    process.stdout.write(`${marks[state]} ${what}\n${cure === undefined ? '' : `    ${cure}\n`}`);
    if (state === 'wrong') process.exitCode = 1;
  }
}

/** The content and what understands texts by it; trained once for every change of the content. */
async function know(log: Log): Promise<{ content: Content; read: Read }> {
  const [{ loadContent }, { ModelFile }, { createReader }] = await Promise.all([
    import('./content/load.ts'),
    import('./understanding/model-file.ts'),
    import('./understanding/reader.ts'),
  ]);
  const content = loadContent(ROOT);
  const file = new ModelFile(MODELS, content.hash);
  let model = file.read();
  if (!model) {
    const began = performance.now();
    // In a process of its own: training takes memory that a service would never give back.
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [import.meta.filename, 'train'], { stdio: 'ignore' });
    model = file.read() ?? (await train(content));
    log.info({ ms: Math.round(performance.now() - began) }, 'content changed: trained');
  }
  return { content, read: createReader(content, model) };
}

/** Trains, and keeps the model for the next start. */
async function train(content: Content) {
  const [{ ModelFile }, { trainModel }] = await Promise.all([
    import('./understanding/model-file.ts'),
    import('./understanding/reader.ts'),
  ]);
  const model = await trainModel(content);
  new ModelFile(MODELS, content.hash).write(model);
  return model;
}

/** The Slack channel, and the SDK with it, only where Slack is connected. */
async function createSlack(
  settings: SlackConfig,
  store: Store,
  accept: (message: Incoming) => Promise<boolean>,
  log: Log,
) {
  const { SlackChannel } = await import('./channels/slack/slack.ts');
  return new SlackChannel({
    settings,
    accept,
    helped: (conversation) => store.helped(conversation),
    openCases: (person) => store.openCases(person),
    forget: (person) => store.forget(person),
    now: () => new Date(),
    log,
  });
}

/** The Teams channel, and botbuilder with it, only where Teams is connected. */
async function createTeams(
  settings: TeamsConfig,
  store: Store,
  accept: (message: Incoming) => Promise<boolean>,
  log: Log,
) {
  const { createTeams: create } = await import('./channels/teams/create.ts');
  return create(settings, {
    accept,
    lines: (conversation, after) => store.lines(conversation, after),
    helped: (conversation) => store.helped(conversation),
    openCases: (person) => store.openCases(person),
    log,
  });
}

/** What a channel can find out for a turn: what others wrote earlier, and the pictures that came with a message. */
interface Source {
  earlier(row: JobRow): Promise<JobResult>;
  image(row: JobRow, image: Image): Promise<Uint8Array | Trouble>;
}

/** Does the jobs: threads are read by their channels, pictures by the reader. */
async function createRun(
  sources: Readonly<Record<string, Source>>,
  reader: ScreenshotReader,
  failed?: (image: Image, trouble: Trouble) => void,
): Promise<RunJob> {
  const { createImagesJob } = await import('./screenshots/images-job.ts');
  const fetch: FetchImage = async (row, image) => sources[row.channel]?.image(row, image) ?? 'not-allowed';
  const images = createImagesJob({ fetch, reader, failed });
  return (row) => (row.job.kind === 'images' ? images(row) : (sources[row.channel]?.earlier(row) ?? cannot(row)));
}

async function createJournal(
  content: Content,
  read: Read,
  store: Store,
  channels: readonly Channel[],
  run: RunJob,
  log: Log,
) {
  const [{ Journal }, { createTurn }, { Mouth }] = await Promise.all([
    import('./journal/journal.ts'),
    import('./conversation/turn.ts'),
    import('./conversation/say.ts'),
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
async function cannot({ job }: JobRow): Promise<JobResult> {
  return { job: job.id, kind: job.kind, found: [], trouble: 'not-allowed' };
}

/** JSON lines on standard error: standard output is for people and pipes. */
async function createLog(level: string): Promise<Log> {
  const { default: pino } = await import('pino');
  const log: Log = pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return log;
}
