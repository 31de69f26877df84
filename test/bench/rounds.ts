/** Measures two things at the same time, in rounds. */

/** Two things that are compared: first the one of interest, then the one it is compared with. */
export type Pair<T> = readonly [T, T];

/**
 * Measures two things at the same time, round after round, so that both have the same machine and the same neighbours;
 * in every other round the second one begins. `done` is called after each round.
 */
export async function inRounds<T>(
  rounds: number,
  [first, second]: Pair<() => Promise<T>>,
  done: (round: Pair<T>) => void,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) done(await Promise.all([first(), second()]));
    else {
      const [b, a] = await Promise.all([second(), first()]);
      done([a, b]);
    }
  }
}
