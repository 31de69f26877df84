/** Teams takes so many messages of a bot in so long a time, thread by thread. */
const LIMITS = [
  { most: 7, withinMs: 1000 },
  { most: 60, withinMs: 30_000 },
] as const;
const LONGEST_MS = 30_000;
/** Above so many threads, those that were quiet are forgotten. */
const MOST_THREADS = 5000;

interface Thread {
  /** When the last messages arrived, as far as we know. */
  readonly times: number[];
  /** Messages on their way: nobody knows yet when they arrive. */
  flying: number;
}

/** How fast we write, thread by thread: who is at the limit waits, and holds up nobody else. */
export class TeamsRates {
  readonly #now: () => number;
  readonly #threads = new Map<string, Thread>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Zero, and the place is taken, if something may be sent to a thread now; else in how many milliseconds. */
  take(name: string): number {
    const now = this.#now();
    const thread = this.#thread(name, now);
    while (thread.times.length > 0 && thread.times[0]! <= now - LONGEST_MS) thread.times.shift();
    let wait = 0;
    for (const { most, withinMs } of LIMITS) {
      // What is on its way may arrive as late as now.
      const first = thread.flying >= most ? now : thread.times.at(thread.flying - most);
      if (first !== undefined) wait = Math.max(wait, first + withinMs - now);
    }
    if (wait === 0) thread.flying += 1;
    return wait;
  }

  /** A message that had a place has arrived, or never will. */
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
