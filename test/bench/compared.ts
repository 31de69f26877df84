/** Compares two services with each other: both are opened, loaded at the same time round after round, and closed. */
import { shipped } from '../fakes/knowledge.ts';
import { inRounds, type Pair } from './rounds.ts';
import { errorTexts } from './texts.ts';

/** Something that is measured under load: a service, or several on one database. */
export interface Side {
  close(): Promise<void>;
}

/**
 * Opens two sides, given the errors that people paste, and measures them at the same time in so many rounds; answers the
 * figures of both, round by round. Tells on standard error how far it is.
 */
export async function compared<S extends Side, T>(
  [first, second]: Pair<(errors: readonly string[]) => Promise<S>>,
  rounds: number,
  measure: (side: S) => Promise<T>,
): Promise<readonly Pair<T>[]> {
  const errors = errorTexts((await shipped()).content);
  process.stderr.write('starting and warming up\n');
  const opened = await Promise.allSettled([first(errors), second(errors)]);
  const sides = opened.flatMap((side) => (side.status === 'fulfilled' ? [side.value] : []));
  const figures: Pair<T>[] = [];
  try {
    for (const side of opened) if (side.status === 'rejected') throw side.reason;
    await inRounds(rounds, [() => measure(sides[0]!), () => measure(sides[1]!)], (pair) => {
      figures.push(pair);
      process.stderr.write(`round ${figures.length} of ${rounds}\n`);
    });
  } finally {
    for (const side of sides) await side.close();
  }
  return figures;
}
