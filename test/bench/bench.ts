import { cpus } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { Content } from '../../src/core/content.ts';
import { Fault } from '../../src/core/fault.ts';
import type { Read } from '../../src/core/reading.ts';
import { measureClassify } from './classify.ts';
import { measureHttp } from './http.ts';
import { measureJournal, withSqliteFile } from './journal.ts';
import { fileTask, measurePeers, PEERS, shippedTask, type Texts } from './peers/peers.ts';
import { withPostgres } from './postgres.ts';
import { Progress } from './progress.ts';
import type { Results } from './results.ts';
import { measureStart } from './startup.ts';
import { tableOf } from './table.ts';
import { targetsOf } from './targets.ts';
import { errorTexts } from './texts.ts';
import { measureTurn } from './turn.ts';

type Part = 'classify' | 'turn' | 'journal' | 'start' | 'http' | 'peers';
const PARTS: readonly Part[] = ['classify', 'turn', 'journal', 'start', 'http', 'peers'];

const program = new Command('npm run bench --')
  .description(
    'Measures Firstline on this machine, over HTTP against a bare Bot Framework bot, and its understanding against its peers, in the same run.',
  )
  .option('--quick', 'a third of the time: rougher figures')
  .option('--json', 'one JSON object instead of the table')
  .option('--strict', 'end with 1 if a target is missed')
  .option('--only <parts>', `some of ${PARTS.join(', ')}; with commas`, partsOf)
  .option('--train <file>', 'peers alone, over other texts: train on this labelled file (CSV or JSON lines) …')
  .option('--on <file>', '… and judge by this one')
  .option('--none-label <label>', 'which label there means "none of ours"', 'out-of-scope')
  .parse();
const {
  quick,
  json,
  strict,
  train,
  on,
  noneLabel,
  only = train ? ['peers'] : PARTS,
} = program.opts<{
  quick?: boolean;
  json?: boolean;
  strict?: boolean;
  only?: readonly Part[];
  train?: string;
  on?: string;
  noneLabel: string;
}>();
if ((train === undefined) !== (on === undefined)) program.error('error: --train and --on go together');

const seconds = quick ? 2 : 8;
const span = { warmUpSeconds: quick ? 1 : 2, seconds };
const pairs = quick ? 2 : 3;
const phases: Record<Part, number> = { classify: 1, turn: 1, journal: 2, start: 1, http: 1 + 2 * pairs, peers: PEERS };
const progress = new Progress(
  process.stderr,
  only.reduce((sum, part) => sum + phases[part], 0),
);

const others = train === undefined || on === undefined ? null : labelled(train, on);
// Not before it is needed: its model may have to be trained first.
const known = async (): Promise<{ content: Content; read: Read }> => (await import('../fakes/knowledge.ts')).shipped();
const results: Results = {};
if (only.includes('classify')) {
  progress.next('classify');
  const { content, read } = await known();
  results.classify = measureClassify(content, read, seconds);
}
if (only.includes('turn')) {
  progress.next('turn');
  const { content, read } = await known();
  results.turn = await measureTurn(content, read, seconds / 2);
}
if (only.includes('journal')) {
  progress.next('journal over SQLite');
  const { content, read } = await known();
  const sqlite = await withSqliteFile((database) => measureJournal(content, read, database, span));
  progress.next('journal over PostgreSQL');
  results.journal = {
    sqlite,
    postgres: await withPostgres((database) => measureJournal(content, read, database, span)),
  };
}
if (only.includes('start')) {
  progress.next('start');
  results.start = await measureStart(quick ? 3 : 5);
}
if (only.includes('http')) {
  const { content } = await known();
  results.http = await measureHttp(errorTexts(content), span, pairs, progress.next);
}
if (only.includes('peers')) results.peers = await measurePeers(others ?? shippedTask(), quick ? 5 : 20, progress.next);
progress.end();

const targets = targetsOf(results);
const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpus: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
};
if (json) process.stdout.write(`${JSON.stringify({ machine, ...results, targets }, rounded)}\n`);
else
  process.stdout.write(
    `Node ${machine.node}, ${machine.platform}, ${machine.cpus} × ${machine.cpu}\n\n${tableOf(results, targets)}`,
  );
if (strict && targets.some(({ met }) => !met)) process.exitCode = 1;

function partsOf(list: string): Part[] {
  const parts = list.split(',').map((part) => part.trim() as Part);
  const wrong = parts.find((part) => !PARTS.includes(part));
  if (wrong !== undefined) throw new InvalidArgumentError(`There is no "${wrong}".`);
  return parts;
}

function labelled(train: string, on: string): Texts {
  try {
    return fileTask(train, on, noneLabel);
  } catch (error) {
    if (error instanceof Fault) program.error(`error: ${error.message} ${error.cure}`);
    throw error;
  }
}

/** Nobody needs nanoseconds. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
