/** The end of a service after an error that nothing caught. */
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { withoutWords } from '../core/log-error.ts';

/** Tells of such an error, without the words of people that it may quote, and ends: whoever supervises starts anew. */
export function endOnCrash(log: Log): void {
  const crashed = (err: unknown): void => {
    const told = err instanceof Fault ? err : withoutWords(err);
    log.error({ err: told, code: 'CRASHED', cure: FAULTS.CRASHED.cure }, FAULTS.CRASHED.cause);
    process.exit(1);
  };
  // The command line tells on standard error alone, and would end the process first.
  for (const event of ['uncaughtException', 'unhandledRejection']) process.removeAllListeners(event).on(event, crashed);
}
