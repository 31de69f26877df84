/** Compares the speed of reading texts. */
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { Helper } from '../helper.ts';
import { type Load, WARM_UP_MESSAGES } from '../loop.ts';
import { inRounds } from '../rounds.ts';
import type { Comparison } from './against.ts';
import type { ReadingQuestion } from './reading-child.ts';
import type { Sample } from './sheet.ts';
import { both, either, withBoth } from './sides.ts';

/** The factor by which logs take longer than ordinary texts, so that fewer of them are read. */
const LOGS_FEWER = 10;

/** Compares the speed of both at reading texts, through the command `firstline classify --json`. */
export const compareReading: Comparison = (sides, { ordinary, logs }, { rounds, seconds }, sheet, next) => {
  const open = (checkout: Checkout): Promise<Helper> =>
    Helper.open(join(import.meta.dirname, 'reading-child.ts'), { checkout } satisfies ReadingQuestion);
  const read = (helper: Helper, texts: readonly string[], load: Load): Promise<Sample> =>
    helper.ask({ texts, load } satisfies ReadingQuestion);
  return withBoth(sides, open, async (helpers) => {
    next('warming up reading');
    const few = { messages: WARM_UP_MESSAGES / LOGS_FEWER, atOnce: 1 };
    await both(helpers, (helper) => read(helper, ordinary, { messages: WARM_UP_MESSAGES, atOnce: 1 }));
    await both(helpers, (helper) => read(helper, logs, few));
    const parts = [
      ['reading, ordinary texts', ordinary],
      ['reading, logs of 200 lines', logs],
    ] as const;
    for (const [what, texts] of parts)
      await inRounds(
        rounds,
        either(helpers, (helper) => read(helper, texts, { seconds, atOnce: 1 })),
        (round) => {
          next(what);
          sheet.add(what, round);
        },
      );
  });
};
