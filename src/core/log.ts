/** The log as all of Firstline writes it. */
import type { FaultCode } from './faults.ts';

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

/** The time in which a trouble that goes on is not told again, in milliseconds. */
const QUIET_MS = 60_000;

/**
 * A log that tells a trouble which goes on once a minute, with how often it came: the first line has the cause and the
 * cure. Lines count as the same by the code of their error.
 */
export function unrepeated(log: Log, now: () => number = () => performance.now()): Log {
  const told = new Map<string, { at: number; times: number }>();
  const once = (write: Log['error']) => (fields: LogFields, message: string) => {
    const { err } = fields as { err?: { code?: string; cure?: string } };
    if (typeof err?.code !== 'string') return write(fields, message);
    const before = told.get(err.code);
    if (before && now() - before.at < QUIET_MS) {
      before.times++;
      return;
    }
    told.set(err.code, { at: now(), times: 0 });
    write({ ...fields, cure: err.cure, ...(before && before.times > 0 ? { times: before.times } : {}) }, message);
  };
  return {
    debug: log.debug.bind(log),
    info: log.info.bind(log),
    warn: once(log.warn.bind(log)),
    error: once(log.error.bind(log)),
  };
}
