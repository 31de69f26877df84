#!/usr/bin/env node
/** The command line: wiring only, each command is a file of `commands/`. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { VERSION } from './core/version.ts';

const program = new Command('firstline')
  .exitOverride()
  .description(
    'First-line support: recognises a pasted error, walks people through the fix, hands over with everything known.',
  )
  .version(VERSION)
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nExit codes: 0 all is well, 1 something is wrong (said on standard error), 2 the command was not understood.',
  );

program
  .command('start')
  .description('start the service; prints the address of the chat page')
  .action(async () => (await import('./commands/start.ts')).start());

program
  .command('chat')
  .description('talk to the bot in the terminal; with input from a pipe, one message a line')
  .option('--json', 'one JSON reply a line: text, choices, at, outcome')
  .addOption(new Option('--as <audience>', 'speak as').choices(['person', 'admin']).default('person'))
  .option('--conversation <name>', 'go on with a conversation of this name (kept in the database)')
  .action(async (options) => (await import('./commands/chat.ts')).chat(options));

program
  .command('classify')
  .description(
    'read texts from standard input, one a line (plain, or {"text": …, "image": <file>}), and tell what each is about',
  )
  .option('--explain', 'also what was cut away, which words weighed how much, and which rule changed it')
  .option('--json', 'one JSON object a line')
  .action(async (options) => (await import('./commands/classify.ts')).classify(options));

program
  .command('check')
  .description('list every fault of intents/ and dialogs/, what is probably a mistake, and what CONTENT overrides')
  .option('--strict', 'take hints for faults')
  .option('--upgrade', 'first rewrite packs of an older format, telling each change; comments and layout stay')
  .option('--dry-run', 'only tell what --upgrade would change')
  .option('--json', 'one JSON object a line: kind (fault, hint, override), file, line, what, meant')
  .action(async (options) => (await import('./commands/check.ts')).check(options));

const create = program.command('new').description('write a new pack, intent or walkthrough to start from');
const IN = [
  '--in <folder>',
  'a company’s content folder; default: the last one of CONTENT, or the shipped content',
] as const;
const AUDIENCE = () =>
  new Option('--audience <audience>', 'whom the walkthrough is for').choices(['person', 'admin']).default('person');

create
  .command('pack')
  .description('a product: its words, two intents and two walkthroughs, linked together')
  .argument('<name>', 'lower-case words with hyphens, such as printers')
  .option('--title <title>', 'the product as people know it, such as "Printers on the third floor"')
  .option(...IN)
  .action(async (name, options) => (await import('./commands/new.ts')).create('pack', { name, ...options }));

create
  .command('intent')
  .description('a problem of a pack, with a walkthrough for it')
  .argument('<pack/name>', 'such as printers/paper-jam')
  .option('--title <title>', 'the problem in a few words, such as "Paper is stuck"')
  .option('--walkthrough <name>', 'a walkthrough that there is already')
  .addOption(AUDIENCE())
  .option(...IN)
  .action(async (name, options) => (await import('./commands/new.ts')).create('intent', { name, ...options }));

create
  .command('walkthrough')
  .description('steps of a pack, and an intent that leads to them')
  .argument('<pack/name>', 'such as printers/paper-jam-admin')
  .option('--title <title>', 'what the steps are about')
  .option('--for <intent>', 'an intent that there is already and that has no walkthrough for this audience')
  .addOption(AUDIENCE())
  .option(...IN)
  .action(async (name, options) => (await import('./commands/new.ts')).create('walkthrough', { name, ...options }));

program
  .command('schema')
  .description('write the JSON Schemas of the content files, with which editors complete and check what is typed')
  .argument('[folder]', 'a company’s content folder; the shipped content where it is left out')
  .action(async (folder) => (await import('./commands/schema.ts')).schema(folder));

program
  .command('graph')
  .description('draw a walkthrough, or list them all')
  .argument('[walkthrough]', 'its id')
  .addOption(
    new Option('--format <format>', 'what to draw it in').choices(['mermaid', 'dot', 'svg']).default('mermaid'),
  )
  .action(async (id, options) => (await import('./commands/graph.ts')).graph(id, options));

program
  .command('evaluate')
  .description('measure the understanding: cross-validated over the shipped examples, or on a labelled file')
  .option('--on <file>', 'a labelled file: JSON lines with text and label, or CSV')
  .option('--train <file>', 'train on this labelled file instead of the shipped content')
  .option('--none-label <label>', 'which label means "none of ours"', 'out-of-scope')
  .option('--html <file>', 'write a report with plots, for whoever writes the content')
  .option('--json', 'the figures as one JSON object')
  .action(async (options) => (await import('./commands/evaluate.ts')).evaluate(options));

program
  .command('rehearse')
  .description('play simulated people, each with a hidden cause, through the walkthroughs: who is cured, and how soon')
  .argument('[name]', 'a pack, a walkthrough or a problem; all of them where it is left out')
  .option('--html <file>', 'write a report with plots, for whoever writes the content')
  .option('--json', 'the figures and every conversation as one JSON object')
  .action(async (name, options) => (await import('./commands/rehearse.ts')).rehearse(name, options));

const doctor = program
  .command('doctor')
  .description('look at a channel’s connection or the organisation’s settings, and say what to fix');

doctor
  .command('slack')
  .description('tokens, scopes, channels, the request address, and a message there and back')
  .option('--address <url>', 'where Slack reaches this Firstline, such as https://firstline.example.com')
  .option('--to <id>', 'a channel or user id for a round trip; the message is deleted at once')
  .action(async (options) => (await import('./commands/doctor.ts')).slack(options));

doctor
  .command('teams')
  .description('id, secret, tenant, tokens, the messaging endpoint, and whether threads may be read')
  .option('--address <url>', 'where Teams reaches this Firstline, such as https://firstline.example.com')
  .option('--thread <link>', 'the link of a message in a channel, to see whether its thread may be read')
  .action(async (options) => (await import('./commands/doctor.ts')).teams(options));

doctor
  .command('web')
  .description('who may open the chat page, and with its address whether people reach it safely')
  .option('--address <url>', 'the address that people open, such as https://help.example.com')
  .action(async (options) => (await import('./commands/doctor.ts')).web(options));

doctor
  .command('organisation')
  .description('what the organisation has said of itself, and what would be better with the rest')
  .action(async () => (await import('./commands/doctor.ts')).organisation());
doctor
  .command('desk')
  .description(
    'the mail server, and a whole round trip through the running service: a ticket to the desk, an answer back',
  )
  .option('--address <url>', 'where the running Firstline is')
  .option('--wait <seconds>', 'how long to wait for somebody to answer in the thread', '60')
  .action(async (options) => (await import('./commands/doctor.ts')).desk(options));

program
  .command('tickets')
  .description('list the tickets, newest first; with a number, show everything known about one')
  .argument('[number]', 'such as F-7K2M-QX1D')
  .option('--json', 'everything known, one JSON object a ticket and line: to keep, or to bring elsewhere')
  .option('--wrong', 'the texts agents called the wrong topic, as JSON lines to label')
  .action(async (number, options) => (await import('./commands/tickets.ts')).tickets(number, options));

program
  .command('outcomes')
  .description('what became of the cases of a period: how many were fixed, handed over, or left; how long it took')
  .option('--from <day>', 'the first day (UTC), such as 2026-03-01; four weeks before the last one if left out')
  .option('--to <day>', 'the last day; today if left out')
  .option('--channel <name>', 'only the cases of one channel: web, slack, teams')
  .option('--pack <name>', 'only the cases of one pack')
  .option('--problem <name>', 'only the cases of one problem, by the name of its file')
  .addOption(new Option('--json', 'all figures as one JSON object').conflicts('csv'))
  .option('--csv <table>', 'one table as CSV: funnel, problems, days, steps … (a wrong name lists them)')
  .action(async (options) => (await import('./commands/outcomes.ts')).outcomes(options));

program
  .command('demo')
  .description('fill a fresh database with a month of made-up conversations, to look at everything')
  .option('--seed <number>', 'the same number makes the same month', whole(0, 2 ** 32 - 1), 1)
  .option('--data <folder>', 'the folder of the database', './demo')
  .option('--conversations <number>', 'how many conversations', whole(1, 20_000), 400)
  .action(async (options) => (await import('./commands/demo.ts')).demo(options));

const PERSON = [
  '--person <id>',
  'their id (slack:T1:U2), the id of a conversation (web:…), or the number of a ticket of theirs',
] as const;

program
  .command('export')
  .description('write everything stored of a person to one archive: JSON, and their pictures')
  .requiredOption(...PERSON)
  .option('--out <file>', 'the file to write', 'firstline-export.zip')
  .action(async (options) => (await import('./commands/export.ts')).exportPerson(options));

program
  .command('erase')
  .description('delete everything stored of a person, for good; also while the service runs')
  .option(...PERSON)
  .option('--list <file>', 'write the list of the erased, ids alone, before a dump of PostgreSQL is put back')
  .option('--from <file>', 'delete everybody of such a list again, after it was put back')
  .option('--dry-run', 'only tell what would be deleted')
  .action(async (options) => (await import('./commands/erase.ts')).erase(options));

program
  .command('backup')
  .description('write the database to one file, while the service runs (for PostgreSQL: pg_dump)')
  .argument('<file>', 'such as firstline-2026-03-02.db')
  .action(async (file) => (await import('./commands/backup.ts')).backup(file));

program
  .command('restore')
  .description('put a backup in the place of the database; who was erased since it was taken is erased in it')
  .argument('<file>', 'a file of "firstline backup"')
  .option('--erased-unread', 'also where the present database can’t be read: whoever was erased since is there again')
  .action(async (file, options) => (await import('./commands/backup.ts')).restore(file, options));

program
  .command('migrate')
  .description('bring the tables of the database up to date; start does it by itself')
  .action(async () => (await import('./commands/migrate.ts')).migrate());

program
  .command('copy')
  .description('copy the SQLite database to an empty PostgreSQL database, all of it or nothing')
  .requiredOption('--to <address>', 'postgres://user:password@host/database')
  .action(async (options) => (await import('./commands/migrate.ts')).copy(options));

program
  .command('poster')
  .description('a page to print, with the address of the chat page and its QR code, for people who can’t get in')
  .requiredOption('--url <address>', 'the address that people open, such as https://help.example.com')
  .option('--out <file>', 'the file to write (HTML, one sheet of A4); standard output where it is left out')
  .action(async (options) => (await import('./commands/poster.ts')).poster(options));

program
  .command('explain')
  .description('what a code of an error means, and what to do; all of them without a code')
  .argument('[code...]', 'the code, or words of it: DESK_LATE, desk')
  .option('--markdown', 'the table of all codes in Markdown')
  .action(async (code, options) => (await import('./commands/explain.ts')).explain(code, options));

program
  .command('train')
  .description('train the understanding now; start does it by itself when the content changed')
  .action(async () => (await import('./commands/train.ts')).train());

/** Reads a whole number of an option. */
function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Ends a command that failed, with the cause and the cure. */
async function end(error: unknown): Promise<void> {
  const { lastWords } = await import('./commands/last-resort.ts');
  process.stderr.write(await lastWords(error));
  process.exit(1);
}

// A reader may be missing, or gone after the first lines (`| head`): work that was begun still ends as it should. A service goes
// on whatever happens to its lines; the output of any other command that is lost on a full disk must not look whole.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || process.argv[2] === 'start') return;
  void end(Object.assign(error, { path: 'standard output' }));
});
// A service has its own way to tell of these, and sets it in the place of this one.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, end);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  await end(error);
}
