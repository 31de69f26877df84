/** Does things for both sides of a comparison, and names the side that fails. */
import type { Checkout } from '../checkout.ts';
import type { Pair } from '../rounds.ts';

/** This tree first, then the commit. */
export type Sides = Pair<Checkout>;

/** The names of the sides in the messages of errors. */
const HERE = 'in this tree';
export const THERE = 'in that commit';

/** Opens something for both sides, one after the other, and closes it again; an error names its side. */
export async function withBoth<T extends { close(): unknown }>(
  sides: Sides,
  open: (side: Checkout) => Promise<T>,
  use: (both: Pair<T>) => Promise<void>,
): Promise<void> {
  const opened: T[] = [];
  try {
    for (const [i, side] of sides.entries()) opened.push(await named(i, open(side)));
    await use([opened[0]!, opened[1]!]);
  } finally {
    await Promise.all(opened.map((one) => one.close()));
  }
}

/** Does the same with both sides at once; an error names its side. */
export async function both<T, R>(pair: Pair<T>, act: (one: T) => Promise<R>): Promise<Pair<R>> {
  const [first, second] = await Promise.all(pair.map((one, i) => named(i, act(one))));
  return [first!, second!];
}

/** The two actions for `inRounds`, one for each side; an error names its side. */
export function either<T, R>([here, there]: Pair<T>, act: (one: T) => Promise<R>): Pair<() => Promise<R>> {
  return [() => named(0, act(here)), () => named(1, act(there))];
}

async function named<R>(side: number, promise: Promise<R>): Promise<R> {
  try {
    return await promise;
  } catch (error) {
    throw new Error(`${side === 0 ? HERE : THERE}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
