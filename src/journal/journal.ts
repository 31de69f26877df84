import type { Channel } from '../core/channel.ts';
import type { Turn } from '../core/conversation.ts';
import type { Log } from '../core/log.ts';
import type { Incoming } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import { Intake } from './intake.ts';
import { Sender } from './sender.ts';
import { Worker } from './worker.ts';

export interface JournalParts {
  readonly store: Store;
  readonly turn: Turn;
  readonly apology: (asked: number) => Reply;
  readonly channels: readonly Channel[];
  readonly now: () => Date;
  readonly log: Log;
}

/** The durable way from a message to its reply: inbox, turns, outbox. */
export class Journal {
  readonly #intake: Intake;
  readonly #worker: Worker;
  readonly #sender: Sender;

  constructor({ store, turn, apology, channels, now, log }: JournalParts) {
    this.#sender = new Sender(store, channels, now, log);
    this.#worker = new Worker({ store, turn, apology, now, log, settled: () => this.#sender.wake() });
    this.#intake = new Intake(store, now, (conversation) => this.#worker.wake(conversation));
  }

  /** Takes up what an earlier process left: messages accepted and not handled, replies stored and not sent. */
  async start(): Promise<{ waiting: number; unresolved: number }> {
    const unresolved = await this.#sender.recover();
    return { waiting: await this.#worker.recover(), unresolved };
  }

  /** Resolves once the message is committed: only then may the channel acknowledge it. False: it was here already. */
  accept(incoming: Incoming): Promise<boolean> {
    return this.#intake.accept(incoming);
  }

  /** Resolves when everything accepted so far is handled and its replies are out. */
  async idle(): Promise<void> {
    await this.#intake.drained();
    await this.#worker.idle();
    await this.#sender.idle();
  }

  /** Finishes what was accepted and stops. */
  async stop(): Promise<void> {
    await this.#intake.drained();
    await this.#worker.stop();
    await this.#sender.stop();
  }
}
