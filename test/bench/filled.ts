/**
 * Firstline after a long time: `node test/bench/filled.ts [conversations] [rounds]`. One service on an empty SQLite file and
 * one on a file with so many conversations, a million unless told (six million rows, about 3 GB in the temporary folder),
 * are started and loaded at the same time, round after round. Prints how long and how much CPU a start takes on each, and the
 * ratio of the CPU that a message costs.
 */
import { tmpdir } from 'node:os';
import { compared } from './compared.ts';
import { Driven } from './driver.ts';
import { digits, median } from './figures.ts';
import { fill } from './fill.ts';
import { lines, type Row, said } from './lines.ts';
import { ratiosOf, spreadOf } from './ratios.ts';
import { tellingFaults } from './report.ts';
import { inRounds, type Pair } from './rounds.ts';
import { startFirstline } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';
import { usageOf } from './usage.ts';

const [conversations = 1_000_000, rounds = 12] = process.argv.slice(2).map(Number);
const STARTS = 3;
const AT_ONCE = 4;
const SECONDS = 3;
const TALKS = 256;
/** The messages that each answers before anything is counted. */
const WARM_UP = 2000;

/** The time until a service is ready, and the CPU time that it took for that, in milliseconds. */
interface Start {
  readonly ms: number;
  readonly cpuMs: number;
}

async function startOf(database: string): Promise<Start> {
  const began = performance.now();
  const server = await startFirstline(database);
  try {
    const { status } = await fetch(`${server.url}/readyz`);
    if (status !== 200) throw new Error(`/readyz answered ${status}`);
    return { ms: performance.now() - began, cpuMs: usageOf(server.pid).cpuMs ?? Number.NaN };
  } finally {
    await server.stop();
  }
}

await tellingFaults(() =>
  withSqliteFile((empty) =>
    withSqliteFile(async (filled) => {
      process.stderr.write(`filling a file in ${tmpdir()}\n`);
      const rows = await fill(filled, conversations);
      process.stdout.write(
        `${conversations.toLocaleString('en')} conversations, ${rows.toLocaleString('en')} rows\n\n`,
      );
      // The first start may have to train a model.
      await startOf(empty);
      const starts: Pair<Start>[] = [];
      await inRounds(STARTS, [() => startOf(filled), () => startOf(empty)], (pair) => starts.push(pair));
      const drivenOf =
        (database: string) =>
        async (errors: readonly string[]): Promise<Driven> => {
          const driven = await Driven.open(await startFirstline(database), { as: 'web', conversations: TALKS, errors });
          await driven.drive({ messages: WARM_UP, atOnce: AT_ONCE });
          return driven;
        };
      const costs = await compared(
        [drivenOf(filled), drivenOf(empty)],
        rounds,
        async (driven) => (await driven.drive({ seconds: SECONDS, atOnce: AT_ONCE })).cpuMs ?? 0,
      );
      const middle = (of: (pair: Pair<Start>) => number): string => digits(median(starts.map(of)));
      const table: Row[] = [
        ['', 'filled', 'empty'],
        ['start to ready, ms', middle(([a]) => a.ms), middle(([, b]) => b.ms)],
        ['CPU of a start, ms', middle(([a]) => a.cpuMs), middle(([, b]) => b.cpuMs)],
        ['CPU a message, ms', digits(median(costs.map(([a]) => a))), digits(median(costs.map(([, b]) => b)))],
      ];
      const ratio: Row[] = [
        ['filled ÷ empty', 'median', 'quarters', 'min..max'],
        [`CPU a message, ${AT_ONCE} at once`, ...said(spreadOf(ratiosOf(costs)))],
      ];
      process.stdout.write(`${lines(table)}\n\n${lines(ratio)}\n`);
    }),
  ),
);
