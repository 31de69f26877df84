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
