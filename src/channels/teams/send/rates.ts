/** The pace at which messages are sent to Teams. */
import { ticks } from '../../../core/ticks.ts';

/** At most so many within so many milliseconds. */
interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

/** Teams' limits on a bot's messages in one thread. */
const LIMITS: readonly Limit[] = [
  { most: 7, withinMs: 1000 },
  { most: 60, withinMs: 30_000 },
];
/** Teams' limit on a bot's reactions. */
export const REACTIONS: readonly Limit[] = [{ most: 2, withinMs: 1000 }];
const LONGEST_MS = 30_000;
/** The number of threads above which quiet ones are forgotten. */
const MOST_THREADS = 5000;

/** The pace of one thread; times in milliseconds, by `ticks`. */
interface Thread {
  /** The arrival times of the last messages, as far as they are known. */
  readonly times: number[];
  /** The number of messages on their way: nobody knows yet when they arrive. */
  flying: number;
}

/** Paces messages thread by thread: a thread at its limit waits, and holds up no other. */
export class TeamsRates {
  readonly #now: () => number;
  readonly #limits: readonly Limit[];
  readonly #threads = new Map<string, Thread>();

  /** `limits` are Teams' on messages unless given; `now` is in milliseconds. */
  constructor(now: () => number = ticks, limits: readonly Limit[] = LIMITS) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Answers zero, and takes the place, if something may be sent to a thread now; else the milliseconds to wait. */
  take(name: string): number {
    const now = this.#now();
    const thread = this.#thread(name, now);
    while (thread.times.length > 0 && thread.times[0]! <= now - LONGEST_MS) thread.times.shift();
    let wait = 0;
    for (const { most, withinMs } of this.#limits) {
      // A message on its way may arrive as late as now.
      const first = thread.flying >= most ? now : thread.times.at(thread.flying - most);
      if (first !== undefined) wait = Math.max(wait, first + withinMs - now);
    }
    if (wait === 0) thread.flying += 1;
    return wait;
  }

  /** Notes that a message that had a place has arrived, or never will. */
  done(name: string): void {
    const thread = this.#thread(name, this.#now());
    thread.flying = Math.max(0, thread.flying - 1);
    thread.times.push(this.#now());
  }

  #thread(name: string, now: number): Thread {
    const known = this.#threads.get(name);
    if (known) return known;
    if (this.#threads.size >= MOST_THREADS)
      for (const [other, { times, flying }] of this.#threads)
        if (flying === 0 && (times.at(-1) ?? 0) <= now - LONGEST_MS) this.#threads.delete(other);
    const thread: Thread = { times: [], flying: 0 };
    this.#threads.set(name, thread);
    return thread;
  }
}
