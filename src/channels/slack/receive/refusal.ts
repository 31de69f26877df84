/** Events that were not taken: what is said of them in the log, and the code under which they count. */
import { Fault } from '../../../core/fault.ts';
import type { FaultCode } from '../../../core/faults.ts';
import type { Log } from '../../../core/log.ts';

/**
 * Says in the log why an event was not taken; answers the code under which it counts, and the seconds after which to come
 * back where that is known. `log` tells of the same refusal once a minute: under load, or without a database, there are
 * thousands.
 */
export function refusalOf(error: unknown, log: Log): { readonly code: FaultCode; readonly afterS: number | null } {
  if (isForLoad(error)) {
    log.warn({ err: error, code: error.code }, 'too much at once: not taken; Slack sends events again');
    return { code: error.code, afterS: error.afterS ?? 1 };
  }
  log.error({ err: error, code: 'SLACK_NOT_TAKEN' }, 'not stored, so not acknowledged; Slack sends events again');
  return { code: 'SLACK_NOT_TAKEN', afterS: null };
}

/** Tells whether a message was refused because there is more than can be answered. */
export function isForLoad(error: unknown): error is Fault {
  return error instanceof Fault && (error.code === 'INTAKE_FULL' || error.code === 'CONVERSATION_FULL');
}
