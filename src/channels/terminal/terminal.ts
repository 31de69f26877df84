/** The terminal as a channel: replies go to the person at the keyboard right now. */
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import type { Image, JobRow, Trouble } from '../../core/job.ts';
import type { Reply } from '../../core/reply.ts';
import { SilentChannel } from '../../core/silent-channel.ts';
import { readImage } from './images.ts';

/** The channel of one conversation in the terminal. Replies of other conversations wait until these are opened. */
export class TerminalChannel extends SilentChannel implements Channel {
  readonly name = 'terminal';
  readonly #conversation: string;
  readonly #show: (reply: Reply) => void;

  constructor(conversation: string, show: (reply: Reply) => void) {
    super();
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

  /** Reads a picture, which is a file on this machine. */
  override image(_row: JobRow, image: Image): Promise<Uint8Array | Trouble> {
    return readImage(image);
  }
}
