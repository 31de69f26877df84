/**
 * Measures how fast and how large Firstline is, in figures of this machine. Three ways to ask:
 *
 *   npm run bench                          all figures of this tree: reading, masking, turns, journal, start, HTTP beside a bare Bot
 *                                          Framework bot, understanding beside its peers; some of them with --only
 *   npm run bench -- --install             also the size of a production install, with its largest packages
 *   npm run bench -- --against <commit>    ratios of this tree (uncommitted changes included) to that commit
 *
 * Times depend on the machine and its other users, so only ratios taken in one run are worth comparing: "as fast as
 * today" means `--against` today's commit. Both trees then run at once, each with services, database and port of its
 * own, are warmed up by 5,000 messages, and are loaded at the same time, round after round. Each ratio comes with its
 * median, the quarters around it and its outermost rounds, and is called better or worse only if nearly all rounds
 * agree. Everything is started anew several times, since two processes of one program differ too. The commit is checked
 * out into a temporary folder that is gone afterwards, and driven only as anybody can: over HTTP and the command
 * `firstline`.
 *
 * --quick takes a third of the time; --json prints one JSON object; --strict ends with 1 if a target is missed.
 */
import { cpus, loadavg } from 'node:os';
import { Fault } from '../../src/core/fault.ts';
import { optionsOf } from './options.ts';

const options = optionsOf(process.argv.slice(2));
const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpus: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  /**
   * The number of processes that already wanted to compute: if it is above the number of CPUs, the spread is mostly
   * theirs.
   */
  loadBefore: loadavg()[0]!,
};
try {
  await (options.against === null ? alone() : against(options.against));
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`error: ${error.message} ${error.cure}\n`);
  process.exitCode = 1;
}

async function alone(): Promise<void> {
  const { measureAlone } = await import('./alone.ts');
  const { targetsOf } = await import('./targets.ts');
  const { tableOf } = await import('./table.ts');
  const results = await measureAlone(options);
  const targets = targetsOf(results);
  print({ ...results, targets }, () => tableOf(results, targets));
  if (options.strict && targets.some(({ met }) => !met)) process.exitCode = 1;
}

async function against(commit: string): Promise<void> {
  const { measureAgainst } = await import('./against/against.ts');
  const { THERE } = await import('./against/sides.ts');
  const { tableOfRatios } = await import('./against/table.ts');
  const results = await measureAgainst(commit, options.quick);
  print(results, () => tableOfRatios(results));
  // A part that the commit does not have yet is no fault; one that this tree does not have is.
  if (results.missing.some(({ why }) => !why.startsWith(THERE))) process.exitCode = 1;
}

function print(results: object, table: () => string): void {
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, ...results }, rounded)}\n`);
  else
    process.stdout.write(
      `Node ${machine.node}, ${machine.platform}, ${machine.cpus} × ${machine.cpu}, load before ${machine.loadBefore.toFixed(1)}\n\n${table()}`,
    );
}

/** Four significant digits of a number: nobody needs nanoseconds. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
