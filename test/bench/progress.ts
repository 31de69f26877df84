/** Draws the progress of the benchmark. */
import type { WriteStream } from 'node:tty';

const WIDTH = 24;

/** Shows on a terminal how far the benchmark is and what it does now; elsewhere it prints nothing. */
export class Progress {
  readonly #terminal: WriteStream;
  readonly #phases: number;
  #done = -1;

  constructor(terminal: WriteStream, phases: number) {
    this.#terminal = terminal;
    this.#phases = phases;
  }

  readonly next = (what: string): void => {
    this.#done += 1;
    const full = Math.round((Math.min(this.#done, this.#phases) / this.#phases) * WIDTH);
    this.#draw(`${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}  ${what}`);
  };

  /** Clears the line. */
  end(): void {
    this.#draw('');
  }

  #draw(line: string): void {
    if (this.#terminal.isTTY) this.#terminal.write(`\r\x1b[2K${line}`);
  }
}
