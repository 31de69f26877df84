/** What was seen lately, up to a number and an age: for hints that may be forgotten, never for what must hold. */
export class Recent<Value> {
  readonly #most: number;
  readonly #ageMs: number;
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly value: Value; readonly at: number }>();

  constructor(most: number, ageMs: number, now: () => number = Date.now) {
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
    // The oldest come first in a map.
    if (this.#seen.size > this.#most) this.#seen.delete(this.#seen.keys().next().value!);
  }

  delete(key: string): void {
    this.#seen.delete(key);
  }
}
