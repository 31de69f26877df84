import type { Outlet } from '../core/channel.ts';
import type { Saved, TurnResult } from '../core/conversation.ts';
import type { RunJob } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { Incoming, Message } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Store } from '../core/store.ts';
import { Intake } from './intake.ts';
import { Jobs } from './jobs.ts';
import { Sender } from './sender.ts';
import { Timers } from './timers.ts';
import { Worker } from './worker.ts';

export interface JournalParts {
  readonly store: Store;
  /** A method, so that a turn which knows only its own conversations' states fits. */
  turn(state: Saved | null, message: Message): Promise<TurnResult<Saved>>;
  readonly apology: (asked: number) => Reply;
  readonly channels: readonly Outlet[];
  readonly run: RunJob;
  readonly now: () => Date;
  readonly log: Log;
  /**
   * Where several processes share the store: for so long what one of them has begun is its own, and after that another one takes
   * it over. 0, or left out: there is only this one.
   */
  readonly leaseMs?: number;
  /** Which conversations this process is for; all, unless it says so. What others left is not taken up for the rest. */
  readonly mine?: (conversation: string) => boolean;
}

/** The durable way from a message to its reply: inbox, turns, jobs, outbox. */
export class Journal {
  readonly #intake: Intake;
  readonly #worker: Worker;
  readonly #sender: Sender;
  readonly #jobs: Jobs;
  readonly #timers: Timers;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #leaseMs: number;
  #watch: NodeJS.Timeout | null = null;

  constructor({ store, turn, apology, channels, run, now, log, leaseMs = 0, mine = () => true }: JournalParts) {
    this.#now = now;
    this.#log = log;
    this.#leaseMs = leaseMs;
    const accept = (message: Incoming): Promise<boolean> => this.accept(message);
    this.#sender = new Sender({ store, channels, accept, now, log, leaseMs });
    this.#jobs = new Jobs({ store, run, accept, mine, log });
    this.#timers = new Timers({ store, accept, mine, now, log });
    const handled = (what: { jobs: boolean; timers: boolean }): void => {
      this.#sender.wake();
      if (what.jobs) this.#jobs.wake();
      if (what.timers) this.#timers.wake();
    };
    this.#worker = new Worker({ store, turn, apology, mine, now, log, handled });
    this.#intake = new Intake(store, now, (conversation) => this.#worker.wake(conversation));
  }

  /** Takes up what an earlier process left: messages accepted and not handled, replies stored and not sent. */
  async start(): Promise<{ waiting: number; unresolved: number }> {
    const unresolved = await this.#sender.recover();
    this.#jobs.wake();
    this.#timers.wake();
    if (this.#leaseMs > 0) {
      this.#watch = setInterval(() => void this.#takeOver(), this.#leaseMs);
      this.#watch.unref();
    }
    return { waiting: await this.#worker.recover(this.#stale()), unresolved };
  }

  /** Resolves once the message is committed: only then may the channel acknowledge it. False: it was here already. */
  accept(incoming: Incoming): Promise<boolean> {
    return this.#intake.accept(incoming);
  }

  /** Looks at the clock: something may be due. */
  wakeTimers(): void {
    this.#timers.wake();
  }

  /** Resolves when everything accepted so far is handled and its replies are out. */
  async idle(): Promise<void> {
    // The results of jobs are messages too, and so are receipts and timers that ring.
    do {
      await this.#timers.idle();
      await this.#jobs.idle();
      await this.#handled();
    } while (this.#timers.busy || this.#jobs.busy || this.#intake.busy || this.#worker.busy);
  }

  async #handled(): Promise<void> {
    await this.#intake.drained();
    await this.#worker.idle();
    await this.#sender.idle();
  }

  /** What another process began and did not end in time is ours now. */
  async #takeOver(): Promise<void> {
    try {
      this.#jobs.wake();
      this.#timers.wake();
      await this.#sender.recover();
      await this.#worker.recover(this.#stale());
    } catch (error) {
      this.#log.warn({ err: error }, 'could not look for what others left behind; trying again');
    }
  }

  #stale(): string | undefined {
    return this.#leaseMs === 0 ? undefined : new Date(this.#now().getTime() - this.#leaseMs).toISOString();
  }

  /** Finishes what was accepted and stops. */
  async stop(): Promise<void> {
    if (this.#watch) clearInterval(this.#watch);
    await this.#timers.stop();
    await this.#jobs.stop();
    await this.#intake.drained();
    await this.#worker.stop();
    await this.#sender.stop();
  }
}
