/** A counter whose labels come from content, with a bound: content is changed while the service runs, and names pile up. */
import type { Counter } from 'prom-client';

/** The largest number of sets of labels: several times what the shipped packs have. */
const MOST_SETS = 3000;
const REST = 'other';

/** Counts by sets of labels; those that come after the first thousands are counted together, as `other`. */
export class Bounded<L extends string> {
  readonly #counter: Counter<L>;
  readonly #most: number;
  readonly #known = new Map<string, { inc(): void }>();

  constructor(counter: Counter<L>, most = MOST_SETS) {
    this.#counter = counter;
    this.#most = most;
  }

  /** Counts one more of these labels. */
  inc(labels: Readonly<Record<L, string>>): void {
    const key = Object.values(labels).join('|');
    let counted = this.#known.get(key);
    if (!counted) {
      const isFull = this.#known.size >= this.#most;
      const rest = Object.fromEntries(Object.keys(labels).map((name) => [name, REST])) as Record<L, string>;
      counted = this.#counter.labels(isFull ? rest : labels);
      if (!isFull) this.#known.set(key, counted);
    }
    counted.inc();
  }
}
