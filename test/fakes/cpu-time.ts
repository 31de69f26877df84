/** Measures CPU time. */

/**
 * The CPU time that work takes in this process, in milliseconds, at the best of three times. Other programs' time does
 * not count, but they make everything slower now and then.
 */
export function cpuMs(work: () => void): number {
  return Math.min(...Array.from({ length: 3 }, () => once(work)));
}

function once(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
