/** A memory that is bounded in number and age. */
import { ticks } from '../../../core/ticks.ts';

/**
 * Values seen lately, up to a number and an age in milliseconds: for hints that may be forgotten, never for what must
 * hold.
 */
export class Recent<Value> {
  readonly #most: number;
  readonly #ageMs: number;
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly value: Value; readonly at: number }>();

  constructor(most: number, ageMs: number, now: () => number = ticks) {
    this.#most = most;
    this.#ageMs = ageMs;
    this.#now = now;
  }

  get(key: string): Value | undefined {
    const entry = this.#seen.get(key);
    return entry && this.#now() - entry.at <= this.#ageMs ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#seen.delete(key);
    this.#seen.set(key, { value, at: this.#now() });
    // A map keeps the order of insertion: the oldest comes first.
    if (this.#seen.size > this.#most) this.#seen.delete(this.#seen.keys().next().value!);
  }

  delete(key: string): void {
    this.#seen.delete(key);
  }
}
