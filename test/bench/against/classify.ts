import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Checkout } from '../checkout.ts';
import { atEnd } from '../ends.ts';
import { closedLoop, type Load, type Talk, WARM_UP_MESSAGES } from '../loop.ts';
import { inRounds } from '../rounds.ts';
import { usageOf } from '../usage.ts';
import type { Comparison } from './against.ts';
import type { Sample } from './sheet.ts';
import { both, either, withBoth } from './sides.ts';

/** Logs take so many times longer than ordinary texts. */
const LOGS_FEWER = 10;

/** How fast both read texts, by the command `firstline classify --json`. */
export const compareReading: Comparison = (sides, { ordinary, logs }, { rounds, seconds }, sheet, next) =>
  withBoth(sides, Reading.start, async (readings) => {
    next('warming up reading');
    await both(readings, (reading) => reading.read(ordinary, { messages: WARM_UP_MESSAGES, atOnce: 1 }));
    await both(readings, (reading) => reading.read(logs, { messages: WARM_UP_MESSAGES / LOGS_FEWER, atOnce: 1 }));
    const parts = [
      ['reading, ordinary texts', ordinary],
      ['reading, logs of 200 lines', logs],
    ] as const;
    for (const [what, texts] of parts)
      await inRounds(
        rounds,
        either(readings, (reading) => reading.read(texts, { seconds, atOnce: 1 })),
        (round) => {
          next(what);
          sheet.add(what, round);
        },
      );
  });

/** A process that reads one line after the other. */
class Reading {
  readonly #pid: number;
  readonly #ask: (line: string) => Promise<void>;
  readonly close: () => void;

  private constructor(pid: number, ask: (line: string) => Promise<void>, close: () => void) {
    this.#pid = pid;
    this.#ask = ask;
    this.close = close;
  }

  static async start({ node, main, root }: Checkout): Promise<Reading> {
    const child = spawn(node, [main, 'classify', '--json'], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
    const callOff = atEnd(() => child.kill('SIGKILL'));
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    // A write to a process that has ended; its end says more.
    child.stdin.on('error', () => {});
    let answered = (): void => {};
    let failed = (_: Error): void => {};
    createInterface({ input: child.stdout }).on('line', () => answered());
    child.on('exit', (code) => failed(new Error(`firstline classify ended with ${code}: ${complaint.trim()}`)));
    const ask = (line: string): Promise<void> =>
      new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        child.stdin.write(line);
      });
    const close = (): void => {
      callOff();
      child.kill('SIGKILL');
    };
    await ask(lineOf('hello'));
    return new Reading(child.pid!, ask, close);
  }

  /** Reads the texts over and over. */
  async read(texts: readonly string[], load: Load): Promise<Sample> {
    const talks = texts.map(
      (text): Talk =>
        () =>
          this.#ask(lineOf(text)),
    );
    const before = usageOf(this.#pid).cpuMs;
    const figures = await closedLoop(talks, load);
    const after = usageOf(this.#pid).cpuMs;
    return { ...figures, cpuMs: before === null || after === null ? null : (after - before) / figures.messages };
  }
}

function lineOf(text: string): string {
  return `${JSON.stringify({ text })}\n`;
}
