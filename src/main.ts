#!/usr/bin/env -S node --max-semi-space-size=4
import { enableCompileCache } from 'node:module';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import type { Channel } from './core/channel.ts';
import type { Content } from './core/content.ts';
import { Fault } from './core/fault.ts';
import type { RunJob } from './core/job.ts';
import { type Log, SILENT } from './core/log.ts';
import type { Read } from './core/reading.ts';
import type { Reply } from './core/reply.ts';
import type { Store } from './core/store.ts';

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
    const [{ openStore }, { WebChannel }, { FirstlineServer }] = await Promise.all([
      import('./store/open.ts'),
      import('./channels/web/web.ts'),
      import('./server/server.ts'),
    ]);
    const store = await openStore(config.databaseUrl);
    const web = new WebChannel({
      host: config.host,
      open: config.webChat === 'open',
      accept: (message) => journal.accept(message),
      lines: (conversation, after) => store.lines(conversation, after),
    });
    const journal = await createJournal(content, read, store, [web], log);
    const server = new FirstlineServer({
      mounts: config.webChat === 'off' ? [] : [web],
      ping: () => store.ping(),
      log,
    });
    const left = await journal.start();
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
      await journal.stop();
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
    const [{ openStore }, { Chat }, { TerminalChannel }] = await Promise.all([
      import('./store/open.ts'),
      import('./channels/terminal/chat.ts'),
      import('./channels/terminal/terminal.ts'),
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
    const journal = await createJournal(content, read, store, [new TerminalChannel(conversation, chat.show)], log);
    await journal.start();
    await chat.run(async (message) => {
      await journal.accept(message);
      await journal.idle();
    });
    await journal.stop();
    await store.close();
  });

program
  .command('classify')
  .description('read texts from standard input, one a line (plain, or {"text": …}), and tell what each is about')
  .option('--json', 'one JSON object a line')
  .action(async (options: { json?: boolean }) => {
    const { read } = await know(SILENT);
    const [{ createInterface }, { parseLine }, { classify, classified }] = await Promise.all([
      import('node:readline'),
      import('./channels/terminal/lines.ts'),
      import('./channels/terminal/classify.ts'),
    ]);
    const { redact } = await import('./journal/redact.ts');
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      const result = classify(parseLine(line), read, redact);
      process.stdout.write(`${options.json ? JSON.stringify(result) : classified(result)}\n`);
    }
  });

program
  .command('check')
  .description('list every fault of intents/ and dialogs/')
  .action(async () => {
    const { readContent } = await import('./content/load.ts');
    const { content, faults } = readContent(ROOT);
    for (const f of faults) process.stdout.write(`${f.file}:${f.line}  ${f.what}${f.meant ? `; ${f.meant}` : ''}\n`);
    if (faults.length > 0) {
      process.stderr.write(`${faults.length} faults\n`);
      process.exitCode = 1;
      return;
    }
    const { answered } = await import('./content/rules.ts');
    const steps = [...content.walkthroughs.values()].reduce((sum, w) => sum + w.steps.size, 0);
    process.stdout.write(
      `No faults: ${content.intents.size} intents, ${content.walkthroughs.size} walkthroughs, ${steps} steps.\n`,
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
  .option('--json', 'the figures as one JSON object')
  .action(async (options: { on?: string; train?: string; noneLabel: string; json?: boolean }) => {
    const [
      { crossValidate, engineFor, judge },
      { readLabelled },
      { figuresOf },
      { jsonReport, textReport },
      { createProgress },
    ] = await Promise.all([
      import('./evaluation/judge.ts'),
      import('./evaluation/labelled.ts'),
      import('./evaluation/figures.ts'),
      import('./evaluation/report.ts'),
      import('./channels/terminal/progress.ts'),
    ]);
    if (options.train && !options.on)
      throw new Fault('FILE_MISSING', '--train needs --on: a file to judge by.', 'Add --on <file>.');
    const print = (title: string, judged: Parameters<typeof figuresOf>[0], none: string, trainMs: number): void => {
      const report = options.json
        ? JSON.stringify(jsonReport(figuresOf(judged, none), trainMs))
        : textReport(title, judged, none, trainMs);
      process.stdout.write(`${report}\n`);
    };
    if (options.on) {
      const rows = readLabelled(options.on);
      const { read, trainMs } = options.train
        ? await engineFor(readLabelled(options.train), options.noneLabel)
        : { ...(await know(SILENT)), trainMs: 0 };
      print(options.on, judge(read, rows), options.noneLabel, trainMs);
      return;
    }
    const { loadContent } = await import('./content/load.ts');
    const progress = createProgress('cross-validating', process.stderr);
    const { judged, trainMs, noneLabel } = await crossValidate(loadContent(ROOT), progress);
    print('Shipped examples, cross-validated', judged, noneLabel, trainMs);
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

async function createJournal(content: Content, read: Read, store: Store, channels: readonly Channel[], log: Log) {
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
  return new Journal({ store, turn, apology, channels, run: cannot, now: () => new Date(), log });
}

/** No channel of today brings images or threads. */
const cannot: RunJob = async ({ job }) => ({ job: job.id, kind: job.kind, found: [], trouble: 'not-allowed' });

/** JSON lines on standard error: standard output is for people and pipes. */
async function createLog(level: string): Promise<Log> {
  const { default: pino } = await import('pino');
  const log: Log = pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return log;
}
