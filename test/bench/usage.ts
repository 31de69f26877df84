/** Reads the memory and CPU time of a process. */
import { readFileSync } from 'node:fs';

/** The memory of a process in megabytes, now and at the most, and its CPU time; null if there is no /proc. */
export interface Usage {
  readonly rss: number | null;
  readonly peak: number | null;
  readonly cpuMs: number | null;
}

/** The unit of the kernel's CPU times: hundredths of a second. */
const TICK_MS = 10;

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
