/** The pace at which replies are posted to Slack. */
import { ticks } from '../../../core/ticks.ts';

/** Slack takes about one message a second for each channel, and a few at once after a pause. */
const EVERY_MS = 1000;
const AT_ONCE = 3;
/**
 * The number of channels that are remembered; at more, those that are idle are forgotten. A place that is not used for
 * PLACE_KEPT_MS is forgotten, too.
 */
const MOST_CHANNELS = 5000;
const PLACE_KEPT_MS = 60_000;

/** The pace of one channel; times in milliseconds, by `ticks`. */
interface Pace {
  /** The time at which the bucket would be full again: each message moves it on. */
  full: number;
  /** The time until which Slack asked to wait. */
  blockedUntil: number;
  /** The times kept for replies that were told to come back. */
  readonly places: Map<string, number>;
}

/** Paces posts channel by channel: one busy or throttled channel holds up no other. */
export class SlackRates {
  readonly #now: () => number;
  readonly #everyMs: number;
  readonly #rates = new Map<string, Pace>();

  constructor(now: () => number = ticks, everyMs = EVERY_MS) {
    this.#now = now;
    this.#everyMs = everyMs;
  }

  /** Answers zero if a reply may be posted now; else the milliseconds until its place, which is kept for it. */
  wait(channel: string, reply: string): number {
    const now = this.#now();
    const pace = this.#pace(channel);
    const kept = pace.places.get(reply);
    const at = Math.max(kept ?? this.#next(pace, now), pace.blockedUntil);
    if (at <= now) {
      pace.places.delete(reply);
      return 0;
    }
    pace.places.set(reply, at);
    return at - now;
  }

  /** Holds a channel's posts back, as Slack asked, for a number of milliseconds. */
  block(channel: string, forMs: number): void {
    const pace = this.#pace(channel);
    pace.blockedUntil = Math.max(pace.blockedUntil, this.#now() + forMs);
  }

  #next(pace: Pace, now: number): number {
    pace.full = Math.max(pace.full, now) + this.#everyMs;
    return Math.max(now, pace.full - AT_ONCE * this.#everyMs);
  }

  #pace(channel: string): Pace {
    const known = this.#rates.get(channel);
    if (known) return known;
    if (this.#rates.size >= MOST_CHANNELS) this.#forgetIdle();
    const pace: Pace = { full: 0, blockedUntil: 0, places: new Map() };
    this.#rates.set(channel, pace);
    return pace;
  }

  #forgetIdle(): void {
    const now = this.#now();
    for (const [channel, pace] of this.#rates) {
      // A reply that did not come back for its place was taken up by another instance.
      for (const [reply, at] of pace.places) if (at < now - PLACE_KEPT_MS) pace.places.delete(reply);
      if (pace.full <= now && pace.blockedUntil <= now && pace.places.size === 0) this.#rates.delete(channel);
    }
  }
}
