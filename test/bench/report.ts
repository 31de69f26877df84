/** Tells the results of a command of this folder, or the fault that ended it. */
import { cpus, loadavg } from 'node:os';
import { Fault } from '../../src/core/fault.ts';

/** The machine that the figures are from. */
export const machine = {
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

/** Prints the results with the machine they are from: as one JSON object, or as a table. */
export function print(results: object, json: boolean, table: () => string): void {
  if (json) process.stdout.write(`${JSON.stringify({ machine, ...results }, rounded)}\n`);
  else
    process.stdout.write(
      `Node ${machine.node}, ${machine.platform}, ${machine.cpus} × ${machine.cpu}, load before ${machine.loadBefore.toFixed(1)}\n\n${table()}`,
    );
}

/** Runs a command; a fault is told in a line, and the process ends with 1. */
export async function tellingFaults(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`error: ${error.message} ${error.cure}\n`);
    process.exitCode = 1;
  }
}

/** Four significant digits of a measured number: nobody needs nanoseconds. What was counted stays. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
