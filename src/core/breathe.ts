/** Pauses in which everything else in this process has its turn. */

/**
 * The most rounds of the event loop in one pause, and the time after which none more begins, in milliseconds. Node accepts
 * one new connection a round: after pauses of a single round, a thousand that come at once would wait for a thousand
 * pieces of work. A round with nothing to do takes microseconds; where each is full, the work goes on after one.
 */
const MOST_ROUNDS = 16;
const LONGEST_MS = 2;

/** Resolves after a few rounds of the event loop. */
export async function breathe(): Promise<void> {
  const began = performance.now();
  for (let round = 0; round === 0 || (round < MOST_ROUNDS && performance.now() - began < LONGEST_MS); round++)
    await new Promise(setImmediate);
}
