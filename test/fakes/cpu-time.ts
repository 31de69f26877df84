/**
 * How long work takes this process at its best of three times, in milliseconds: what else the machine does meanwhile does not
 * count, but makes everything slower now and then.
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
