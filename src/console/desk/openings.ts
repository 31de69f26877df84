/** Tells a ticket that is opened from one that is only read again because something changed in it. */

/** The time after which reading a ticket again counts as opening it once more, in milliseconds: half an hour. */
const FRESH_MS = 30 * 60_000;
/** The largest number of openings that are remembered; beyond it the oldest count anew. */
const MOST = 5000;

/** Remembers who opened which ticket lately. */
export class Openings {
  readonly #last = new Map<string, number>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Whether somebody opens a ticket who did not read it lately; each reading counts from then on. */
  isNew(who: string, ticket: string): boolean {
    const key = `${who}|${ticket}`;
    const now = this.#now().getTime();
    const before = this.#last.get(key);
    this.#last.delete(key);
    this.#last.set(key, now);
    if (this.#last.size > MOST) this.#last.delete(this.#last.keys().next().value!);
    return before === undefined || now - before > FRESH_MS;
  }
}
