/** A log that also counts the faults written to it, by their codes. */
import { FAULT_CODES, type FaultCode } from '../core/faults.ts';
import type { Log, LogFields } from '../core/log.ts';
import type { Meter } from '../core/meter.ts';

const CODES: ReadonlySet<string> = new Set(FAULT_CODES);

/** Wraps a log; the code of a line is its own, or that of the error in it. */
export function countedLog(log: Log, meter: Pick<Meter, 'logged'>): Log {
  const counted =
    (level: 'warn' | 'error') =>
    (fields: LogFields, message: string): void => {
      const code = codeOf(fields);
      if (code !== null) meter.logged(code);
      log[level](fields, message);
    };
  return {
    debug: log.debug.bind(log),
    info: log.info.bind(log),
    warn: counted('warn'),
    error: counted('error'),
  };
}

/** The registered code of a line; other codes, such as a system's own, are left out: nobody knows how many there are. */
function codeOf({ code, err }: LogFields): FaultCode | null {
  const found = code ?? (err as { code?: unknown } | undefined)?.code;
  return typeof found === 'string' && CODES.has(found) ? (found as FaultCode) : null;
}
