import { readFileSync } from 'node:fs';

/** Memory of a process in megabytes: now, and the most it ever had; null where there is no /proc. */
export function memoryOf(pid: number): { rss: number | null; peak: number | null } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string): number | null => {
      const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
      return kilobytes === undefined ? null : Number(kilobytes) / 1024;
    };
    return { rss: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  } catch {
    return { rss: null, peak: null };
  }
}
