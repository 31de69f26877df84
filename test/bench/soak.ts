/**
 * Kills the journal for as long as one likes: `npm run soak -- --minutes 10 --seed 7`. First come the controls: services with a
 * fault put in, which the check must find. Then, round after round, a small service on SQLite, one on PostgreSQL and two on one
 * PostgreSQL are killed (-9) at any step while messages come in, are sent again, and sendings fail in every way; each history
 * is checked from outside. `--only sqlite` or `--only postgres` takes one engine. The seed chooses everything but the timing.
 * It goes on until the minutes are over and each engine had at least `--kills` kills and `--messages` messages.
 * Ends with 1 where anything was lost, doubled or out of order, a control found nothing, or a bound was not reached in the
 * longest time, `--most` minutes.
 */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { CRASH_CONTROLS, shown } from '../fakes/crash-controls.ts';
import { type CrashPlan, type CrashReport, CrashRun } from '../fakes/crash-run.ts';
import { freshFolder } from '../fakes/folder.ts';
import { Postgres } from '../fakes/postgres.ts';

const options = new Command()
  .name('npm run soak --')
  .option('--minutes <number>', 'the shortest length of the run, after the controls', Number, 10)
  .option('--most <number>', 'the longest length, in minutes, however few kills there were', Number, 120)
  .option('--seed <number>', 'the seed of all choices', Number, Date.now() % 1_000_000)
  .option('--kills <number>', 'the fewest kills on each engine', Number, 100)
  .option('--messages <number>', 'the fewest messages on each engine', Number, 7000)
  .addOption(new Option('--only <engine>', 'one engine').choices(['sqlite', 'postgres']))
  .parse()
  .opts<{ minutes: number; most: number; seed: number; kills: number; messages: number; only?: string }>();
const { minutes, most, seed } = options;
/** The kills in one round: after it, the history is checked. */
const ROUND = 25;

const postgres = options.only === 'sqlite' ? null : await Postgres.start();
const file = async (): Promise<string> => `sqlite:${join(freshFolder(), 'data', 'firstline.db')}`;
const server = (): Promise<string> => postgres!.createDatabase();
/** The services of each engine; several on one engine take turns. */
const ENGINES = [
  { name: 'SQLite', option: 'sqlite', database: file, instances: [1] },
  { name: 'PostgreSQL', option: 'postgres', database: server, instances: [1, 2] },
].filter(({ option }) => options.only === undefined || options.only === option);

let round = 0;
let isWrong = false;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const run = (plan: Omit<CrashPlan, 'seed'>): Promise<CrashReport> =>
  new CrashRun({ seed: seed + round++, ...plan }).run();

/** The sums of an engine's rounds. */
class Total {
  readonly #sums: Record<string, number> = { rounds: 0, lost: 0, doubled: 0, reordered: 0, other: 0 };
  kills = 0;
  messages = 0;

  add({ flaws, kills, messages, ...rest }: CrashReport): void {
    this.kills += kills;
    this.messages += messages;
    for (const { kind } of flaws) this.#sums[kind in this.#sums ? kind : 'other']! += 1;
    for (const [name, count] of Object.entries({ rounds: 1, ...rest }))
      this.#sums[name] = (this.#sums[name] ?? 0) + count;
  }

  get isEnough(): boolean {
    return this.kills >= options.kills && this.messages >= options.messages;
  }

  get text(): string {
    const sums = Object.entries({ messages: this.messages, kills: this.kills, ...this.#sums });
    return sums.map(([name, count]) => `${name} ${count}`).join(', ');
  }
}

/** Names the fault of a round; null for a good one. */
function wrongIn({ flaws, left, busy, parked, kills }: CrashReport): string | null {
  if (flaws.length > 0) return `flaws ${JSON.stringify(flaws)}`;
  if (left > 0) return `${left} left to do`;
  // Otherwise the kills came when there was nothing to be lost.
  if (busy < kills / 4) return `only ${busy} of ${kills} kills hit a service at work`;
  if (parked > kills / 10) return `${parked} messages were taken for deadly`;
  return null;
}

try {
  say(`${minutes} minutes, seed ${seed}, at least ${options.kills} kills and ${options.messages} messages an engine`);
  for (const { name, database } of ENGINES)
    for (const control of CRASH_CONTROLS) {
      const report = await run({ database: await database(), ...control.plan });
      try {
        say(`control on ${name}: ${control.name}: ${shown(control, report)} ${control.flaw}`);
      } catch (error) {
        isWrong = true;
        say(`control on ${name}, WHICH IS WRONG: ${(error as Error).message}`);
      }
    }
  const began = performance.now();
  const passed = (): number => (performance.now() - began) / 60_000;
  const totals = ENGINES.map((engine) => ({ ...engine, total: new Total() }));
  // Engines take turns, so that each has its part of the time; those that lack something go on alone.
  for (let turn = 0; passed() < most; turn++) {
    const lacking = totals.filter(({ total }) => passed() < minutes || !total.isEnough);
    if (lacking.length === 0) break;
    for (const { name, database, instances, total } of lacking) {
      const many = instances[turn % instances.length]!;
      const which = seed + round;
      const report = await run({ database: await database(), kills: ROUND, instances: many });
      total.add(report);
      const wrong = wrongIn(report);
      if (wrong === null) continue;
      isWrong = true;
      say(`seed ${which} on ${name}, ${many} at once: ${wrong}`);
    }
  }
  for (const { name, total } of totals) {
    say(`${name}: ${total.text}`);
    if (total.isEnough) continue;
    isWrong = true;
    say(`${name}: FEWER than ${options.kills} kills or ${options.messages} messages in ${most} minutes`);
  }
} finally {
  await postgres?.stop();
}
process.exit(isWrong ? 1 : 0);
