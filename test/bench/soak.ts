/**
 * Kills the journal for as long as one likes: `npm run soak -- --minutes 10 --seed 7`. Round after round, a small service on
 * SQLite, one on PostgreSQL and two on one PostgreSQL are killed (-9) at any step while messages come in, are sent again, and
 * sendings fail in every way; each history is then checked from outside. First come the controls: services with a fault put
 * in, which the check must find. The seed chooses everything but the timing; `--kills` is the number of kills in a round.
 * Ends with 1 where anything was lost, doubled or out of order, or a control found nothing.
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { type CrashPlan, type CrashReport, CrashRun } from '../fakes/crash-run.ts';
import { freshFolder } from '../fakes/folder.ts';
import { Postgres } from '../fakes/postgres.ts';

const { minutes, seed, kills } = new Command()
  .name('npm run soak --')
  .option('--minutes <number>', 'the length of the run', Number, 10)
  .option('--seed <number>', 'the seed of all choices', Number, Date.now() % 1_000_000)
  .option('--kills <number>', 'kills in a round', Number, 25)
  .parse()
  .opts<{ minutes: number; seed: number; kills: number }>();
/** The kills after which a control has shown its fault. */
const CONTROL_KILLS = 10;

const postgres = await Postgres.start();
const file = async (): Promise<string> => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`;
const server = (): Promise<string> => postgres.createDatabase();
const SERVICES = {
  SQLite: { database: file, instances: 1 },
  PostgreSQL: { database: server, instances: 1 },
  'two instances on PostgreSQL': { database: server, instances: 2 },
};
/** A fault that is put in, and what the check must find then. */
const CONTROLS = [
  { name: 'acknowledged before the commit', plan: { hasty: true, steps: ['before accept'] }, flaw: 'lost' },
  { name: 'sent again without a look', plan: { blind: true }, flaw: 'doubled' },
] as const;

const until = performance.now() + minutes * 60_000;
process.stdout.write(`${minutes} minutes, seed ${seed}\n`);
let round = 0;
let isWrong = false;
const run = (plan: Omit<CrashPlan, 'seed'>): Promise<CrashReport> =>
  new CrashRun({ seed: seed + round++, ...plan }).run();

try {
  for (const [engine, { database }] of Object.entries(SERVICES).slice(0, 2))
    for (const { name, plan, flaw } of CONTROLS) {
      const { flaws } = await run({ database: await database(), kills: CONTROL_KILLS, ...plan });
      const found = flaws.filter(({ kind }) => kind === flaw).length;
      isWrong ||= found === 0;
      process.stdout.write(`control on ${engine}: ${name}: ${found} ${flaw}${found > 0 ? '' : ', WHICH IS WRONG'}\n`);
    }
  const totals = new Map<string, Record<string, number>>();
  while (performance.now() < until)
    for (const [name, { database, instances }] of Object.entries(SERVICES)) {
      if (performance.now() >= until && totals.has(name)) break;
      const which = seed + round;
      const report = await run({ database: await database(), kills, instances });
      const total = totals.get(name) ?? { messages: 0, kills: 0, lost: 0, doubled: 0, reordered: 0, other: 0, left: 0 };
      total.messages! += report.messages;
      total.kills! += report.kills;
      total.left! += report.left;
      for (const { kind } of report.flaws) total[kind in total ? kind : 'other']! += 1;
      totals.set(name, total);
      if (report.flaws.length + report.left === 0) continue;
      isWrong = true;
      process.stdout.write(`seed ${which} on ${name}: ${JSON.stringify(report)}\n`);
    }
  for (const [name, total] of totals)
    process.stdout.write(
      `${name}: ${Object.entries(total)
        .map(([what, n]) => `${what} ${n}`)
        .join(', ')}\n`,
    );
} finally {
  await postgres.stop();
}
process.exit(isWrong ? 1 : 0);
