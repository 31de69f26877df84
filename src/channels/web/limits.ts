/** The limits of a public page: of one conversation first, then of one address, then of everybody together. */
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** An action that is limited. */
export type Limited = keyof typeof LIMITS;

/** The one that has used up its share, and the time until there is some again, in seconds. */
export interface Refusal {
  readonly of: Tier;
  readonly afterS: number;
}

type Tier = 'conversation' | 'network' | 'all';

/**
 * The shares, each within so many seconds, of one conversation, one address and everybody. A whole office may be behind one
 * address, so an address has the share of some hundred people; everybody together have what one small machine can do.
 */
const LIMITS = {
  message: { seconds: 60, conversation: 30, network: 300, all: 3000 },
  /** Conversations that begin; above `unproven` each has to be paid for with some work of the device. */
  beginning: { seconds: 60, conversation: null, network: 60, all: 600 },
  unproven: { seconds: 60, conversation: null, network: 15, all: 150 },
  /** Openings of a stream; the number of streams open at a time is limited by Streams. */
  stream: { seconds: 60, conversation: 60, network: 600, all: 6000 },
  picture: { seconds: 60, conversation: 10, network: 20, all: 40 },
  /** Bytes of pictures; each may be kept for a day. */
  bytes: { seconds: 3600, conversation: 60e6, network: 300e6, all: 1e9 },
  /** Pictures and files of agents that are fetched. */
  fetch: { seconds: 60, conversation: 120, network: 600, all: 3000 },
  /** Private links that are made or tried. */
  link: { seconds: 60, conversation: 60, network: 60, all: 600 },
  /** Sign-ins that are begun or come back; each is kept until it ends. */
  'sign-in': { seconds: 60, conversation: null, network: 60, all: 600 },
} as const satisfies Record<string, { readonly seconds: number } & Readonly<Record<Tier, number | null>>>;

/** Counts what is done on the page, in memory and for this process alone. */
export class Limits {
  readonly #counters = new Map<string, RateLimiterMemory>();

  constructor() {
    for (const [what, { seconds: duration, ...shares }] of Object.entries(LIMITS))
      for (const [tier, points] of Object.entries(shares))
        if (points !== null) this.#counters.set(`${what} ${tier}`, new RateLimiterMemory({ points, duration }));
  }

  /**
   * Takes from every share that an action counts to, or from none: answers whose share is used up, null where there was
   * enough. A flood that is refused takes nothing from others, and leaves nothing in memory.
   */
  async take(
    what: Limited,
    who: { readonly conversation: string | null; readonly network: string },
    points = 1,
  ): Promise<Refusal | null> {
    const shares: [Tier, string | null][] = [
      ['conversation', who.conversation],
      ['network', who.network],
      ['all', ''],
    ];
    const counted = shares.flatMap(([of, key]) => {
      const counter = this.#counters.get(`${what} ${of}`);
      return counter && key !== null ? [{ of, key, counter }] : [];
    });
    for (const { of, key, counter } of counted) {
      const used = await counter.get(key);
      if (used && used.consumedPoints + points > counter.points)
        return { of, afterS: Math.max(1, Math.ceil(used.msBeforeNext / 1000)) };
    }
    for (const { key, counter } of counted) await counter.penalty(key, points);
    return null;
  }
}
