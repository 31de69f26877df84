/** The stream that log lines leave by: whoever reads it may be slow, stuck or gone, and the service goes on. */
import { FAULTS } from './faults.ts';

/** The largest number of bytes that wait for a reader; lines beyond are left out, and counted. */
const MOST_WAITING = 1_000_000;

/** The part of a stream that lines are written to. */
export interface LineSink {
  readonly writableLength: number;
  write(text: string): unknown;
  on(event: 'error', heard: () => void): unknown;
}

/** Writes whole lines to a sink, which is standard error, and never waits for it. */
export class LogLines {
  readonly #sink: LineSink;
  readonly #now: () => Date;
  #left = 0;

  constructor(sink: LineSink, now: () => Date = () => new Date()) {
    this.#sink = sink;
    this.#now = now;
    // The reader of the log went away (EPIPE). There is nowhere to tell it, and no reason to end.
    sink.on('error', () => undefined);
  }

  write(line: string): void {
    if (this.#sink.writableLength > MOST_WAITING) {
      this.#left += 1;
      return;
    }
    if (this.#left > 0) this.#sink.write(this.#missing());
    this.#left = 0;
    this.#sink.write(line);
  }

  #missing(): string {
    const { cause, cure } = FAULTS.LOG_BLOCKED;
    const time = this.#now().toISOString();
    return `${JSON.stringify({ level: 50, time, code: 'LOG_BLOCKED', lines: this.#left, cure, msg: cause })}\n`;
  }
}
