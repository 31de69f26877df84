/** The console as a channel: a desk in the browser, whose agents hear what Firstline says to them. */
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import type { ConsoleEvent } from '../../core/console.ts';
import { CONSOLE_CHANNEL, ticketOf } from '../../core/desk.ts';
import type { Image, JobRow, Trouble } from '../../core/job.ts';
import type { Reply } from '../../core/reply.ts';
import { SilentChannel } from '../../core/silent-channel.ts';
import { plain } from '../../core/text.ts';

/**
 * The console among the channels. What it is sent stands in the ticket's conversation, which every open console shows, so a
 * stored reply has arrived; only what is for one agent is told besides.
 */
export class ConsoleDesk extends SilentChannel implements Channel {
  readonly name = CONSOLE_CHANNEL;
  readonly #tell: (event: ConsoleEvent) => void;

  /** Reads a file that an agent sent; set once the store is there, since channels are made before. */
  stored: (conversation: string, ref: string) => Promise<Uint8Array | null> = async () => null;

  constructor(tell: (event: ConsoleEvent) => void) {
    super();
    this.#tell = tell;
  }

  /** A file of an agent, for the person's side to fetch. */
  override async image({ conversation }: JobRow, { ref }: Image): Promise<Uint8Array | Trouble> {
    return (await this.stored(conversation, ref)) ?? 'not-there';
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
}
