/** Reads the memory and CPU time of a process. */
import { readdirSync, readFileSync } from 'node:fs';

/** The memory of a process in megabytes, now and at the most, and its CPU time; null if there is no /proc. */
export interface Usage {
  readonly rss: number | null;
  readonly peak: number | null;
  readonly cpuMs: number | null;
}

/** The unit of the kernel's CPU times: hundredths of a second. */
const TICK_MS = 10;

/** The CPU time so far of a process and all below it, with those that have ended; null if there is no /proc. */
export function cpuBelow(pid: number): number | null {
  try {
    const parents = new Map<number, number[]>();
    const ticks = new Map<number, number>();
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      let stat: string[];
      try {
        stat = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      } catch {
        // It ended meanwhile.
        continue;
      }
      parents.set(Number(stat[1]), [...(parents.get(Number(stat[1])) ?? []), Number(name)]);
      // Its own time, and that of its children that have ended.
      ticks.set(
        Number(name),
        stat.slice(11, 15).reduce((sum, part) => sum + Number(part), 0),
      );
    }
    const below = (of: number): number =>
      (ticks.get(of) ?? 0) + (parents.get(of) ?? []).reduce((sum, child) => sum + below(child), 0);
    return below(pid) * TICK_MS;
  } catch {
    return null;
  }
}

/** The memory and CPU time of a process so far. */
export function usageOf(pid: number): Usage {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]) / 1024;
    // The fields after the program's name in parentheses; the 12th and 13th are the time in it and in the kernel for
    // it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return {
      rss: megabytes('VmRSS'),
      peak: megabytes('VmHWM'),
      cpuMs: (Number(stat[11]) + Number(stat[12])) * TICK_MS,
    };
  } catch {
    return { rss: null, peak: null, cpuMs: null };
  }
}
