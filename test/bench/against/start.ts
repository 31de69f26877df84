/** Compares the times from start to ready. */
import type { Checkout } from '../checkout.ts';
import { inRounds } from '../rounds.ts';
import { startFirstline } from '../servers.ts';
import { withSqliteFile } from '../sqlite-file.ts';
import type { Comparison } from './against.ts';
import { both, either } from './sides.ts';

const ROUNDS = 3;

/** Compares the times both take from the start until they are ready. */
export const compareStarts: Comparison = async (sides, _texts, _size, sheet, next) => {
  next('start to ready');
  // The first start of a checkout trains its model and compiles its code, both of which are kept.
  await both(sides, readyAfter);
  await inRounds(ROUNDS, either(sides, readyAfter), ([here, there]) =>
    sheet.add('start to ready', [{ ms: here }, { ms: there }]),
  );
};

/** The milliseconds until the address is printed and /readyz answers 200. */
function readyAfter(checkout: Checkout): Promise<number> {
  return withSqliteFile(async (database) => {
    const began = performance.now();
    const server = await startFirstline(database, { checkout });
    try {
      const { status } = await fetch(`${server.url}/readyz`);
      if (status !== 200) throw new Error(`/readyz answered ${status}`);
      return performance.now() - began;
    } finally {
      await server.stop();
    }
  });
}
