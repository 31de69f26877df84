/**
 * Two instances on one PostgreSQL beside one on another: `node test/bench/two-instances.ts [rounds] [each]`. Both sides answer
 * the chat page at the same time, and commits wait for the disk. Each of the two instances has as many messages under way as the
 * one, 8, so that two carry twice the load; or `each`: with 4, the two have as many in all as the one, and fewer share a
 * commit. Prints the CPU that a message costs, of Firstline and of PostgreSQL, and the ratios: a second instance is worth its
 * cores if a message costs no more.
 */
import { Postgres } from '../fakes/postgres.ts';
import { compared } from './compared.ts';
import { Driven } from './driver.ts';
import { digits, median } from './figures.ts';
import { lines, type Row, said } from './lines.ts';
import { ratiosOf, spreadOf } from './ratios.ts';
import { tellingFaults } from './report.ts';
import { startFirstline } from './servers.ts';
import { cpuBelow, usageOf } from './usage.ts';

const AT_ONCE = 8;
const [rounds = 10, each = AT_ONCE] = process.argv.slice(2).map(Number);
const SECONDS = 4;
const TALKS = 64;
/** The messages that each side answers before anything is counted. */
const WARM_UP = 3000;

/** The CPU of a message in milliseconds, the messages a second, and the longest wait of nearly all. */
interface Cost {
  readonly firstline: number;
  readonly postgres: number;
  readonly perSecond: number;
  readonly p99: number;
}

/** A PostgreSQL with so many instances on one database of it. */
class Instances {
  readonly #postgres: Postgres;
  readonly #instances: readonly Driven[];

  private constructor(postgres: Postgres, instances: readonly Driven[]) {
    this.#postgres = postgres;
    this.#instances = instances;
  }

  static async open(instances: number, errors: readonly string[]): Promise<Instances> {
    const postgres = await Postgres.start({ durable: true });
    const database = await postgres.createDatabase();
    const driven: Driven[] = [];
    for (let i = 0; i < instances; i++)
      driven.push(await Driven.open(await startFirstline(database), { as: 'web', conversations: TALKS, errors }));
    const side = new Instances(postgres, driven);
    const load = { messages: WARM_UP / instances, atOnce: side.#atOnce };
    await Promise.all(driven.map((d) => d.drive(load)));
    return side;
  }

  /** The messages under way at each instance. */
  get #atOnce(): number {
    return this.#instances.length > 1 ? each : AT_ONCE;
  }

  async drive(): Promise<Cost> {
    const cpu = (): readonly [number, number] => [
      this.#instances.reduce((sum, { server }) => sum + (usageOf(server.pid).cpuMs ?? Number.NaN), 0),
      cpuBelow(this.#postgres.pid) ?? Number.NaN,
    ];
    const before = cpu();
    const load = { seconds: SECONDS, atOnce: this.#atOnce };
    const figures = await Promise.all(this.#instances.map((driven) => driven.drive(load)));
    const after = cpu();
    const messages = figures.reduce((sum, f) => sum + f.messages, 0);
    return {
      firstline: (after[0] - before[0]) / messages,
      postgres: (after[1] - before[1]) / messages,
      perSecond: figures.reduce((sum, f) => sum + f.perSecond, 0),
      p99: Math.max(...figures.map((f) => f.p99)),
    };
  }

  async close(): Promise<void> {
    for (const driven of this.#instances) await driven.close();
    await this.#postgres.stop();
  }
}

await tellingFaults(async () => {
  const costs = await compared(
    [(errors) => Instances.open(2, errors), (errors) => Instances.open(1, errors)],
    rounds,
    (side) => side.drive(),
  );
  const figures: readonly (readonly [string, keyof Cost])[] = [
    ['Firstline: CPU a message, ms', 'firstline'],
    ['PostgreSQL: CPU a message, ms', 'postgres'],
    ['messages a second', 'perSecond'],
    ['p99 of the reply, ms', 'p99'],
  ];
  const table: Row[] = [
    [`${AT_ONCE} at once at one, ${each} at each of two`, 'two', 'one', 'two ÷ one', 'quarters', 'min..max'],
    ...figures.map(([name, key]): Row => {
      const middle = (which: 0 | 1): string => digits(median(costs.map((pair) => pair[which][key])));
      return [
        name,
        middle(0),
        middle(1),
        ...said(spreadOf(ratiosOf(costs.map(([a, b]) => [a[key], b[key]] as const)))),
      ];
    }),
  ];
  process.stdout.write(`${lines(table)}\n`);
});
