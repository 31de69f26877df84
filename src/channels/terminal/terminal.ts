/** The terminal as a channel: replies go to the person at the keyboard right now. */
import { type Channel, noThread, type Reconciled, type SendOutcome } from '../../core/channel.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../core/job.ts';
import type { Reply } from '../../core/reply.ts';
import { readImage } from './images.ts';

/** The channel of one conversation in the terminal. Replies of other conversations wait until these are opened. */
export class TerminalChannel implements Channel {
  readonly name = 'terminal';
  readonly raw = [];
  readonly #conversation: string;
  readonly #show: (reply: Reply) => void;

  constructor(conversation: string, show: (reply: Reply) => void) {
    this.#conversation = conversation;
    this.#show = show;
  }

  async send(conversation: string, reply: Reply): Promise<SendOutcome> {
    if (conversation !== this.#conversation) return { kind: 'later', afterMs: 60_000 };
    this.#show(reply);
    return { kind: 'sent', ref: null };
  }

  /** Answers that nobody can know: a terminal that was closed can't be looked at. */
  async find(): Promise<Reconciled> {
    return { kind: 'unknowable' };
  }

  earlier(row: JobRow): Promise<JobResult> {
    return noThread(row);
  }

  /** Reads a picture, which is a file on this machine. */
  image(_row: JobRow, image: Image): Promise<Uint8Array | Trouble> {
    return readImage(image);
  }

  mount(): void {}

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  close(): void {}

  check(): void {}

  async idle(): Promise<void> {}
}
