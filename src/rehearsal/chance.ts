/** Chance that can be repeated: the same seed gives the same numbers. */

/** A source of numbers that look random. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, not including, 1 (the generator mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Whether something of this probability (0 to 1) happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** A time around `typical`, never 0: half are shorter, some are much longer. */
  around(typical: number): number {
    return typical * Math.exp((this.next() + this.next() + this.next() - 1.5) * 1.4);
  }

  /** One of several. */
  one<T>(of: readonly T[]): T {
    return of[Math.floor(this.next() * of.length)]!;
  }

  /** One of several, each as likely as its weight. */
  weighted<T>(of: readonly T[], weight: (one: T) => number): T {
    let left = this.next() * of.reduce((sum, one) => sum + weight(one), 0);
    for (const one of of) {
      left -= weight(one);
      if (left < 0) return one;
    }
    return of.at(-1)!;
  }
}
