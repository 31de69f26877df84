import type { Channel, Found, SendOutcome } from '../../core/channel.ts';
import type { Reply } from '../../core/reply.ts';
import type { OutboxRow } from '../../core/store.ts';

/** The terminal as a channel: replies go to whoever is at the keyboard right now. */
export class TerminalChannel implements Channel {
  readonly name = 'terminal';
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
  async find(_row: OutboxRow): Promise<Found> {
    return { kind: 'unknowable' };
  }
}
