import type { Channel } from '../core/channel.ts';
import type { Turn } from '../core/conversation.ts';
import type { RunJob } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { Incoming } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import { Intake } from './intake.ts';
import { Jobs } from './jobs.ts';
import { Sender } from './sender.ts';
import { Worker } from './worker.ts';

export interface JournalParts {
  readonly store: Store;
  readonly turn: Turn;
  readonly apology: (asked: number) => Reply;
  readonly channels: readonly Channel[];
  readonly run: RunJob;
  readonly now: () => Date;
  readonly log: Log;
}

/** The durable way from a message to its reply: inbox, turns, jobs, outbox. */
export class Journal {
  readonly #intake: Intake;
  readonly #worker: Worker;
  readonly #sender: Sender;
  readonly #jobs: Jobs;

  constructor({ store, turn, apology, channels, run, now, log }: JournalParts) {
    this.#sender = new Sender(store, channels, now, log);
    this.#jobs = new Jobs(store, run, (result) => this.accept(result), log);
    const settled = (jobs: boolean): void => {
      this.#sender.wake();
      if (jobs) this.#jobs.wake();
    };
    this.#worker = new Worker({ store, turn, apology, now, log, settled });
    this.#intake = new Intake(store, now, (conversation) => this.#worker.wake(conversation));
  }

  /** Takes up what an earlier process left: messages accepted and not handled, replies stored and not sent. */
  async start(): Promise<{ waiting: number; unresolved: number }> {
    const unresolved = await this.#sender.recover();
    this.#jobs.wake();
    return { waiting: await this.#worker.recover(), unresolved };
  }

  /** Resolves once the message is committed: only then may the channel acknowledge it. False: it was here already. */
  accept(incoming: Incoming): Promise<boolean> {
    return this.#intake.accept(incoming);
  }

  /** Resolves when everything accepted so far is handled and its replies are out. */
  async idle(): Promise<void> {
    // The results of jobs are messages too.
    do {
      await this.#jobs.idle();
      await this.#handled();
    } while (this.#jobs.busy || this.#intake.busy || this.#worker.busy);
  }

  async #handled(): Promise<void> {
    await this.#intake.drained();
    await this.#worker.idle();
    await this.#sender.idle();
  }

  /** Finishes what was accepted and stops. */
  async stop(): Promise<void> {
    await this.#jobs.stop();
    await this.#intake.drained();
    await this.#worker.stop();
    await this.#sender.stop();
  }
}
