/** Compares the speed of turns. */
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { Helper } from '../helper.ts';
import { type Load, WARM_UP_MESSAGES } from '../loop.ts';
import { inRounds } from '../rounds.ts';
import type { Comparison } from './against.ts';
import type { Sample } from './sheet.ts';
import { both, either, withBoth } from './sides.ts';
import type { TurnQuestion } from './turn-child.ts';

/**
 * Compares the speed of both at working out turns. No public interface does only that, so a process imports each
 * checkout's own modules.
 */
export const compareTurns: Comparison = (sides, { errors }, { rounds, seconds }, sheet, next) => {
  const open = ({ node, root }: Checkout): Promise<Helper> => {
    const first = { root, errors } satisfies TurnQuestion;
    return Helper.open(join(import.meta.dirname, 'turn-child.ts'), first, { node, cwd: root });
  };
  return withBoth(sides, open, async (helpers) => {
    next('warming up the turn');
    const play = (helper: Helper, load: Load): Promise<Sample> => helper.ask({ load } satisfies TurnQuestion);
    await both(helpers, (helper) => play(helper, { messages: WARM_UP_MESSAGES, atOnce: 1 }));
    await inRounds(
      rounds,
      either(helpers, (helper) => play(helper, { seconds, atOnce: 1 })),
      (round) => {
        next('turn');
        sheet.add('turn', round);
      },
    );
  });
};
