/** The log as all of Firstline writes it. */
import type { FaultCode } from './faults.ts';
import { Troubles } from './troubles.ts';

/** The fields of a log line besides its message; a `code` is one of the registry of faults. */
export interface LogFields {
  readonly code?: FaultCode;
  readonly [field: string]: unknown;
}

/** Writes structured log lines; they never hold the body of a message. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** A log that writes nothing. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * A log that tells a trouble which goes on ever more rarely, with how often it came: the first line has the cause and the
 * cure. Lines count as the same by the code of their error.
 */
export function unrepeated(log: Log, now?: () => number): Log {
  const troubles = new Troubles(now);
  const once = (write: Log['error']) => (fields: LogFields, message: string) => {
    const { err } = fields as { err?: { code?: string; cure?: string } };
    if (typeof err?.code !== 'string') return write(fields, message);
    const times = troubles.came(err.code);
    if (times !== null) write({ ...fields, cure: err.cure, ...(times > 0 ? { times } : {}) }, message);
  };
  return {
    debug: log.debug.bind(log),
    info: log.info.bind(log),
    warn: once(log.warn.bind(log)),
    error: once(log.error.bind(log)),
  };
}
