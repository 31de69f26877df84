/** Deletes what is older than its age, in the background. */
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { type Age, longerOf, olderThan, type Retention } from '../core/retention.ts';
import type { Aged, Store } from '../core/store.ts';
import { ticks } from '../core/ticks.ts';

/** The pause before the first round, and between two rounds, in milliseconds. */
const FIRST_MS = 60_000;
const EVERY_MS = 60 * 60_000;
/** The pause between two bites: at least so many milliseconds, and so many times as long as the bite took. */
const PAUSE_MS = 50;
const PAUSE_TIMES = 4;

const DAY_MS = 24 * 60 * 60_000;
/** The time for which a service may have been off without a word, in milliseconds. */
const LONG_OFF_MS = 14 * DAY_MS;

/** The parts of the aging. */
export interface AgingParts {
  readonly store: Pick<Store, 'expire' | 'tidy'>;
  readonly retention: Retention;
  readonly now: () => Date;
  readonly log: Log;
  /** When a service was last seen on this database; null or left out where nobody knows. */
  readonly lastAlive?: string | null;
  /** The clock that nobody sets, in milliseconds. */
  readonly ticks?: () => number;
}

/** Data whose round looks at every conversation, since no index finds it: it comes once a day, or more often where its age is less. */
const DAILY: readonly Aged[] = ['lines'];

/** The age of what names its own end: an hour after that nobody asks for it any more. */
const ENDED: Age = { count: 1, unit: 'hour' };

/** The data that is deleted, in this order, each with its age. */
const ROUND: readonly (readonly [what: Aged, age: (of: Retention) => Age | null])[] = [
  ['pictures', ({ pictures }) => pictures],
  ['conversations', ({ conversations }) => conversations],
  ['lines', ({ conversations }) => conversations],
  ['tickets', ({ tickets }) => tickets],
  ['figures', ({ figures }) => figures],
  // A backup in which an erased person still stands holds nothing younger: what is restored of it goes by its own age.
  ['erased', ({ conversations, tickets }) => longerOf(conversations, tickets)],
  ['sessions', () => ENDED],
];

/**
 * Goes round once an hour and deletes what is old, in small bites with long pauses, so that no turn waits for it. Several
 * instances may do so at once: each row is deleted by one of them.
 */
export class Aging {
  readonly #store: Pick<Store, 'expire' | 'tidy'>;
  readonly #ticks: () => number;
  readonly #retention: Retention;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #stopped = Promise.withResolvers<void>();
  #isStopped = false;
  #timer: NodeJS.Timeout | null = null;
  /** The clock at the last round, by both clocks; and until when, by the even one, it is not believed. */
  #before: { readonly wall: number; readonly even: number };
  #doubtedUntil = 0;
  #running: Promise<void> = Promise.resolve();
  /** The last whole round of what comes once a day, by the clock that nobody sets. */
  readonly #lastDaily = new Map<Aged, number>();

  constructor(parts: AgingParts) {
    this.#store = parts.store;
    this.#retention = parts.retention;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#ticks = parts.ticks ?? ticks;
    this.#before = { wall: this.#now().getTime(), even: this.#ticks() };
    const { lastAlive = null } = parts;
    if (lastAlive !== null && this.#before.wall - Date.parse(lastAlive) > LONG_OFF_MS) this.#doubt(lastAlive);
  }

  /** Deletes nothing for a day: a clock that is years ahead would take everything, and nothing brings that back. */
  #doubt(before: string): void {
    this.#doubtedUntil = this.#ticks() + DAY_MS;
    const { cause, cure } = FAULTS.CLOCK_JUMPED;
    this.#log.error({ code: 'CLOCK_JUMPED', before, now: this.#now().toISOString(), cure }, cause);
  }

  /** Whether the clock can be believed: it did not leap since the last round, and a leap is a day ago. */
  #isBelieved(): boolean {
    const at = { wall: this.#now().getTime(), even: this.#ticks() };
    const leap = at.wall - this.#before.wall - (at.even - this.#before.even);
    if (leap > DAY_MS) this.#doubt(new Date(this.#before.wall).toISOString());
    this.#before = at;
    return at.even >= this.#doubtedUntil;
  }

  /** Begins: the first round is a minute away. */
  start(firstMs = FIRST_MS): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.round().then(() => this.start(EVERY_MS));
    }, firstMs);
    this.#timer.unref();
  }

  /** Ends after the bite that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#stopped.resolve();
    await this.#running;
  }

  /** Deletes everything that is old now, and gives its room back. */
  async round(): Promise<void> {
    if (!this.#isBelieved()) return;
    try {
      let gone = 0;
      for (const [what, ageIn] of ROUND) gone += await this.#delete(what, ageIn(this.#retention));
      if (gone > 0 && !this.#isStopped) await this.#store.tidy();
    } catch (error) {
      this.#log.error({ err: error, code: 'AGES_STUCK' }, 'what is old could not be deleted; trying again in an hour');
    }
  }

  /** Whether a day is over since the last whole round of what comes once a day, or the time that it may grow old. */
  #isDue(what: Aged, ageMs: number): boolean {
    const last = this.#lastDaily.get(what);
    return last === undefined || this.#ticks() - last >= Math.min(DAY_MS, ageMs);
  }

  async #delete(what: Aged, age: Age | null): Promise<number> {
    if (age === null) return 0;
    const before = olderThan(age, this.#now());
    if (!this.#isDue(what, this.#now().getTime() - Date.parse(before))) return 0;
    let gone = 0;
    for (let from: string | null = null; !this.#isStopped; ) {
      const began = performance.now();
      const bite = await this.#store.expire(what, before, from);
      gone += bite.gone;
      from = bite.next;
      if (from === null) break;
      await this.#rest(Math.max(PAUSE_MS, PAUSE_TIMES * (performance.now() - began)));
    }
    if (DAILY.includes(what) && !this.#isStopped) this.#lastDaily.set(what, this.#ticks());
    if (gone > 0) this.#log.info({ what, gone, before }, 'deleted what was old');
    return gone;
  }

  /** Waits, or less where it is told to stop. */
  #rest(ms: number): Promise<void> {
    return Promise.race([new Promise<void>((resume) => setTimeout(resume, ms)), this.#stopped.promise]);
  }
}
