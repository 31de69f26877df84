/** Structured log lines; never the body of a message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For those who need none. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
