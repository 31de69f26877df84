/** Slack takes about a message a second for each channel, and a few at once after a pause. */
const EVERY_MS = 1000;
const AT_ONCE = 3;
/** Lanes that were not used for so long start afresh. */
const MOST_LANES = 5000;
const PLACE_KEPT_MS = 60_000;

interface Lane {
  /** When the bucket would be full again: each message moves it on. */
  full: number;
  /** Slack asked us to wait until then. */
  blockedUntil: number;
  /** Places given to replies that were told to come back. */
  readonly places: Map<string, number>;
}

/** How fast we post, channel by channel: one busy or throttled channel holds up no other. */
export class Lanes {
  readonly #now: () => number;
  readonly #everyMs: number;
  readonly #lanes = new Map<string, Lane>();

  constructor(now: () => number = Date.now, everyMs = EVERY_MS) {
    this.#now = now;
    this.#everyMs = everyMs;
  }

  /** Zero if a reply may be posted now; else in how many milliseconds its place comes, which is kept for it. */
  wait(channel: string, reply: string): number {
    const now = this.#now();
    const lane = this.#lane(channel);
    const kept = lane.places.get(reply);
    const at = Math.max(kept ?? this.#next(lane, now), lane.blockedUntil);
    if (at <= now) {
      lane.places.delete(reply);
      return 0;
    }
    lane.places.set(reply, at);
    return at - now;
  }

  /** Slack said: not before. */
  block(channel: string, forMs: number): void {
    const lane = this.#lane(channel);
    lane.blockedUntil = Math.max(lane.blockedUntil, this.#now() + forMs);
  }

  #next(lane: Lane, now: number): number {
    lane.full = Math.max(lane.full, now) + this.#everyMs;
    return Math.max(now, lane.full - AT_ONCE * this.#everyMs);
  }

  #lane(channel: string): Lane {
    const known = this.#lanes.get(channel);
    if (known) return known;
    if (this.#lanes.size >= MOST_LANES) this.#forgetIdle();
    const lane: Lane = { full: 0, blockedUntil: 0, places: new Map() };
    this.#lanes.set(channel, lane);
    return lane;
  }

  #forgetIdle(): void {
    const now = this.#now();
    for (const [channel, lane] of this.#lanes) {
      // Whoever did not come back for a place was taken up by another instance.
      for (const [reply, at] of lane.places) if (at < now - PLACE_KEPT_MS) lane.places.delete(reply);
      if (lane.full <= now && lane.blockedUntil <= now && lane.places.size === 0) this.#lanes.delete(channel);
    }
  }
}
