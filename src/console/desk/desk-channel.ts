/** The console as a channel: a desk in the browser, whose agents hear what Firstline says to them. */
import { type Channel, noThread, type Reconciled, type SendOutcome } from '../../core/channel.ts';
import type { ConsoleEvent } from '../../core/console.ts';
import { CONSOLE_CHANNEL, ticketOf } from '../../core/desk.ts';
import type { Image, JobResult, JobRow, Trouble } from '../../core/job.ts';
import type { Reply } from '../../core/reply.ts';
import { plain } from '../../core/text.ts';

/**
 * The console among the channels. What it is sent stands in the ticket's conversation, which every open console shows, so a
 * stored reply has arrived; only what is for one agent is told besides.
 */
export class ConsoleDesk implements Channel {
  readonly name = CONSOLE_CHANNEL;
  readonly raw = [];
  readonly #tell: (event: ConsoleEvent) => void;

  constructor(tell: (event: ConsoleEvent) => void) {
    this.#tell = tell;
  }

  async send(conversation: string, { discreet, to, body }: Reply): Promise<SendOutcome> {
    const ticket = ticketOf(conversation);
    if (discreet && to && ticket !== null)
      this.#tell({ page: 'desk', data: { kind: 'whisper', ticket, text: plain(body) }, to: to.id });
    return { kind: 'sent', ref: null };
  }

  async find(): Promise<Reconciled> {
    return { kind: 'arrived', ref: null };
  }

  earlier(row: JobRow): Promise<JobResult> {
    return noThread(row);
  }

  /** Agents write text alone in the console, so there is nothing to fetch from here. */
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
