/** The clock for durations: it goes on evenly when somebody sets the time of the day. */

/** Milliseconds since this process began; for pauses, paces and patience, never to be stored. */
export function ticks(): number {
  return performance.now();
}
