/** The parts of a channel's life that a place without requests of its own does not have: the terminal, the console's desk, alerts. */
import { noThread } from './channel.ts';
import type { Image, JobResult, JobRow, Trouble } from './job.ts';

/** A channel that takes nothing in and has no connection of its own. */
export class SilentChannel {
  readonly raw = [];

  earlier(row: JobRow): Promise<JobResult> {
    return noThread(row);
  }

  /** There is nothing to fetch where nobody sends files. */
  async image(_row: JobRow, _image: Image): Promise<Uint8Array | Trouble> {
    return 'not-there';
  }

  mount(): void {}

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  close(): void {}

  check(): void {}

  async idle(): Promise<void> {}
}
