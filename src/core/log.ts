import type { FaultCode } from './faults.ts';

/** What a log line says besides its message; a `code` is one of the registry of faults. */
export interface LogFields {
  readonly code?: FaultCode;
  readonly [field: string]: unknown;
}

/** Structured log lines; never the body of a message. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** For those who need none. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
