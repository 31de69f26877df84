/** The journal: the durable way from a message to its reply. */
import type { Outlet } from '../core/channel.ts';
import type { Saved, TurnResult } from '../core/conversation.ts';
import type { Resends } from '../core/host.ts';
import type { RunJob } from '../core/job.ts';
import type { Log } from '../core/log.ts';
import type { Incoming, Message } from '../core/message.ts';
import { isWritten, type Meter, UNMETERED } from '../core/meter.ts';
import type { Reply } from '../core/reply.ts';
import type { Redact } from '../core/secrets.ts';
import type { Forgotten, Store } from '../core/store.ts';
import { ticks } from '../core/ticks.ts';
import type { Ahead } from './ahead.ts';
import { Intake } from './intake.ts';
import { Jobs } from './jobs.ts';
import { Load } from './load.ts';
import { Sender } from './sender.ts';
import { Timers } from './timers.ts';
import { TurnRunner } from './turn-runner.ts';
import { type HandledNews, Worker } from './worker.ts';

/** The parts a journal is made of. */
export interface JournalParts {
  readonly store: Store;
  /** A method, so that a turn function which knows only the states of its own conversations fits. */
  turn(state: Saved | null, message: Message): Promise<TurnResult<Saved>>;
  readonly apology: (asked: number) => Reply;
  /** Masks the secrets in what comes in, before it is stored. */
  readonly redact: Redact;
  readonly channels: readonly Outlet[];
  readonly run: RunJob;
  readonly now: () => Date;
  readonly log: Log;
  /**
   * The time for which a process owns what it has begun, where several processes share the store; afterwards another
   * one takes it over. 0, or left out: there is only this process. A service on a database server has one even alone: the
   * server may store the last turn of a process that died after the next one has looked for work left behind.
   */
  readonly leaseMs?: number;
  /**
   * The time, in milliseconds, after which turns may run before their messages are committed, so that both are stored
   * with one wait for the disk; never, unless given. A message that ends the process is then not kept, and its sender
   * sends it again: only the long way counts what it did, and parks it.
   */
  readonly aheadAfterMs?: number;
  /**
   * Whether a conversation is handled by this process; all of them, unless given. Work left behind in other
   * conversations is not taken up.
   */
  readonly mine?: (conversation: string) => boolean;
  /** Counts what happens; nothing, unless given. */
  readonly meter?: Meter;
}

/** The difference between two clocks that nobody minds, in milliseconds: a lease is many times as long. */
const CLOCKS_DIFFER_MS = 1000;
/** The number of leases after which every instance that lives goes by a clock that was set back. */
const STEADY_LEASES = 3;
/**
 * The time between two looks at the list of the erased, and the longest time by which a line of it comes late (a long
 * transaction, another machine's clock), in milliseconds.
 */
const ERASURES_MS = 10_000;
const ERASURE_LATE_MS = 60_000;

/** Takes messages through inbox, turns, jobs and outbox. */
export class Journal {
  readonly #intake: Intake;
  readonly #worker: Worker;
  readonly #sender: Sender;
  readonly #jobs: Jobs;
  readonly #timers: Timers;
  readonly #store: Store;
  /** The clock of this machine, and the one that all instances go by. */
  readonly #own: () => Date;
  readonly #now: () => Date;
  #aheadMs = 0;
  /** The shared time when it was last asked for, and the ticks then; null until then, and where there is one process. */
  #asked: { readonly time: number; readonly ticks: number } | null = null;
  /** The ticks since which nobody set the shared clock back. */
  #steadySince = ticks();
  readonly #log: Log;
  readonly #leaseMs: number;
  #watch: NodeJS.Timeout | null = null;
  #erasures: NodeJS.Timeout | null = null;

  constructor({ store, turn, apology, redact, channels, run, now: own, log, leaseMs = 0, ...rest }: JournalParts) {
    const { mine = () => true, meter = UNMETERED, aheadAfterMs = Number.POSITIVE_INFINITY } = rest;
    const now = (): Date => new Date(this.#sharedTime());
    this.#store = store;
    this.#own = own;
    this.#now = now;
    this.#log = log;
    this.#leaseMs = leaseMs;
    const accept = (message: Incoming): Promise<boolean> => this.accept(message);
    this.#sender = new Sender({ store, channels, accept, now, log, leaseMs, meter });
    this.#jobs = new Jobs({ store, run, accept, mine, log });
    this.#timers = new Timers({ store, accept, mine, now, log });
    const handled = ({ committed, at, ...what }: HandledNews): void => {
      this.#sender.send(committed, at);
      if (what.jobs) this.#jobs.wake();
      if (what.timers) this.#timers.wake();
    };
    const writes = (): void => this.#sender.along();
    const sends = (): ReadonlySet<string> => {
      writes();
      return this.#sender.sends();
    };
    const load = new Load();
    const turns = new TurnRunner({ turn, apology, now, log, meter });
    this.#worker = new Worker({ store, turns, mine, now, log, handled, sends, load, aheadAfterMs });
    const accepted = (message: Message, seq: number | null, isHandled: boolean): void => {
      if (seq !== null && isWritten(message)) meter.received(message.channel);
      const { conversation, channel, kind } = message;
      log.debug({ conversation, seq, channel, kind }, seq === null ? 'known already' : 'accepted');
      if (!isHandled) this.#worker.hand(message, seq);
    };
    const ahead = (): Ahead | null => this.#worker.ahead();
    this.#intake = new Intake({ store, redact, now, accepted, writes, load, ahead, sends });
  }

  /**
   * Takes up the work that an earlier process left, and answers how much: messages accepted but not handled, replies
   * stored but not sent.
   */
  async start(): Promise<{ waiting: number; unresolved: number }> {
    await this.#setClock();
    const unresolved = await this.#sender.recover(...this.#stale());
    this.#jobs.wake();
    this.#timers.wake();
    if (this.#leaseMs > 0) {
      this.#watch = setInterval(() => void this.#takeOver(), this.#leaseMs);
      this.#watch.unref();
    }
    this.#erasures = setInterval(() => void this.#forgetErased(), ERASURES_MS);
    this.#erasures.unref();
    await this.#worker.retry(...this.#stale());
    return { waiting: await this.#worker.recover(...this.#stale()), unresolved };
  }

  /**
   * Accepts a message; resolves once it is committed: only then may the channel acknowledge it. False: it was there
   * already. Under load, what its sender sends again is refused first.
   * @throws {Fault} INTAKE_FULL, CONVERSATION_FULL or NOT_STORED, as a rejection
   */
  accept(incoming: Incoming, resends: Resends = 'never'): Promise<boolean> {
    return this.#intake.accept(incoming, resends);
  }

  /** Makes ready what the first message would have to wait for; a start does not wait for it. */
  warm(): void {
    this.#intake.warm();
  }

  /** Looks at the clock: a timer may be due. */
  wakeTimers(): void {
    this.#timers.wake();
  }

  /** Lets go of what this process holds of somebody who was just erased, and tells the desks that their tickets are gone. */
  forgotten({ places, emptied, desks }: Forgotten): void {
    this.#worker.forget([...places, ...emptied]);
    for (const desk of desks) this.#worker.wake(desk);
  }

  /** Resolves when everything accepted so far is handled and its replies are out. */
  async idle(): Promise<void> {
    // Results of jobs are messages too, and so are receipts and timers that ring; what shares a commit ends at once.
    do {
      await this.#timers.idle();
      await this.#jobs.idle();
      await this.#handled();
    } while ([this.#timers, this.#jobs, this.#intake, this.#worker, this.#sender].some(({ busy }) => busy));
  }

  async #handled(): Promise<void> {
    await this.#intake.drained();
    await this.#worker.idle();
    await this.#sender.idle();
  }

  /** Forgets the states of who was erased, by this process, another instance, or a command. */
  async #forgetErased(): Promise<void> {
    try {
      const since = new Date(this.#now().getTime() - ERASURES_MS - ERASURE_LATE_MS).toISOString();
      this.#worker.forgetStates((await this.#store.erased(since)).map(({ id }) => id));
    } catch (error) {
      this.#log.warn({ err: error }, 'could not look for who was erased; trying again');
    }
  }

  /** Takes over work that another process began and did not end in time. */
  async #takeOver(): Promise<void> {
    try {
      await this.#setClock();
      this.#jobs.wake();
      this.#timers.wake();
      await this.#sender.recover(...this.#stale());
      await this.#worker.recover(...this.#stale());
    } catch (error) {
      this.#log.warn({ err: error }, 'could not look for what others left behind; trying again');
    }
  }

  /**
   * Goes by the clock of the database server where several processes share it: to one whose own clock is ahead, everything
   * that the others have just begun would look like left behind, and it would send their replies a second time.
   */
  async #setClock(): Promise<void> {
    if (this.#leaseMs === 0) return;
    const shared = await this.#store.clock();
    const aheadMs = shared === null ? 0 : this.#own().getTime() - shared.getTime();
    const isOff = Math.abs(aheadMs) > CLOCKS_DIFFER_MS;
    const expected = this.#expected();
    if (expected === null || expected - (shared ?? this.#own()).getTime() > CLOCKS_DIFFER_MS)
      this.#steadySince = ticks();
    if (isOff && this.#aheadMs === 0)
      this.#log.warn(
        { code: 'CLOCK_OFF', aheadMs: Math.round(aheadMs) },
        'the clock differs from the database server’s',
      );
    this.#aheadMs = isOff ? aheadMs : 0;
    this.#asked = { time: this.#own().getTime() - this.#aheadMs, ticks: ticks() };
  }

  /**
   * The time by the clock that all instances go by, in milliseconds. Where this machine's own clock is set back, it goes on as it
   * was until that is asked for again: what is begun meanwhile would look to the others as if it were left behind.
   */
  #sharedTime(): number {
    const time = this.#own().getTime() - this.#aheadMs;
    const expected = this.#expected();
    return expected !== null && expected - time > CLOCKS_DIFFER_MS ? expected : time;
  }

  /** The shared time as it must be now if nobody set the clock since it was asked for, in milliseconds. */
  #expected(): number | null {
    return this.#asked && this.#asked.time + ticks() - this.#asked.ticks;
  }

  /**
   * The times before and after which the stamp of some work means that its process died. A stamp of a time to come was made
   * before the clock was set back; for a few leases after that, a process that lives may still make some.
   */
  #stale(): [before?: string, after?: string] {
    if (this.#leaseMs === 0) return [];
    const at = (ms: number): string => new Date(this.#now().getTime() + ms).toISOString();
    const isSteady = ticks() - this.#steadySince >= STEADY_LEASES * this.#leaseMs;
    return isSteady ? [at(-this.#leaseMs), at(this.#leaseMs)] : [at(-this.#leaseMs)];
  }

  /** Finishes the work that was accepted, and stops. */
  async stop(): Promise<void> {
    if (this.#watch) clearInterval(this.#watch);
    if (this.#erasures) clearInterval(this.#erasures);
    await this.#timers.stop();
    await this.#jobs.stop();
    await this.#intake.drained();
    await this.#worker.stop();
    await this.#sender.stop();
  }
}
