/** The terminal as a channel: replies go to whoever is at the keyboard right now. */
import { type Channel, noThread, type Reconciled, type SendOutcome } from '../../core/channel.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../core/job.ts';
import type { Reply } from '../../core/reply.ts';
import { readImage } from './images.ts';

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

  /** Nobody can look back at a terminal that was closed. */
  async find(): Promise<Reconciled> {
    return { kind: 'unknowable' };
  }

  earlier(row: JobRow): Promise<JobResult> {
    return noThread(row);
  }

  /** A picture is a file on this machine. */
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
