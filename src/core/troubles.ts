/** Troubles that go on, such as a network that is away: each is told when it begins, ever more rarely, and when it is over. */

/** The time in which a trouble is not told a second time, in milliseconds; it doubles with each time it is told. */
const QUIET_MS = 60_000;
const LONGEST_QUIET_MS = 60 * 60_000;
/** The time after which a trouble that did not come back is another one, in milliseconds. */
const FORGOTTEN_MS = 10 * 60_000;
/** The largest number of troubles that are remembered. */
const MOST = 500;

interface OngoingTrouble {
  readonly since: number;
  last: number;
  quietUntil: number;
  quietMs: number;
  /** How often it came, and how often since it was told. */
  times: number;
  untold: number;
}

/** The troubles of one part, by a name of their own. */
export class Troubles {
  readonly #known = new Map<string, OngoingTrouble>();
  readonly #now: () => number;

  /** `now` counts milliseconds, and never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A trouble came: how often since it was told last, if it is to be told now; null if it is not. */
  came(name: string): number | null {
    const now = this.#now();
    const known = this.#known.get(name);
    if (!known || now - known.last > Math.max(FORGOTTEN_MS, known.quietMs)) {
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(name, {
        ...{ since: now, last: now, times: 1, untold: 0 },
        ...{ quietUntil: now + QUIET_MS, quietMs: QUIET_MS },
      });
      return 0;
    }
    known.last = now;
    known.times++;
    if (now < known.quietUntil) {
      known.untold++;
      return null;
    }
    const { untold } = known;
    known.untold = 0;
    known.quietMs = Math.min(LONGEST_QUIET_MS, 2 * known.quietMs);
    known.quietUntil = now + known.quietMs;
    return untold;
  }

  /** A trouble is over: how often it came, and for how many seconds it lasted; null if there was none. */
  over(name: string): { readonly times: number; readonly seconds: number } | null {
    const known = this.#known.get(name);
    if (!known) return null;
    this.#known.delete(name);
    return { times: known.times, seconds: Math.round((this.#now() - known.since) / 1000) };
  }

  /** The names of the troubles that are not over. */
  get names(): readonly string[] {
    return [...this.#known.keys()];
  }
}
