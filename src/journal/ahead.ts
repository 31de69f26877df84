/** Turns that run before their messages are committed, so that both are stored with one wait for the disk. */
import type { Message } from '../core/message.ts';
import type { Committed, Handled, Work } from '../core/store.ts';
import type { Turned, TurnRunner } from './turn-runner.ts';

/**
 * The largest number of messages that are stored together with their turns: with more, an acknowledgement would wait for
 * them, and the commits are shared anyway.
 */
const MOST_AHEAD = 8;
/**
 * The time after the first of these turns began, in milliseconds, after which no more run and no more messages are waited
 * for: in a conversation that never falls silent, the first message would not be acknowledged.
 */
const LONGEST_MS = 20;

/** The parts of a batch's turns. */
interface AheadParts {
  readonly turns: TurnRunner;
  /** The work of a message at the place that it will have; null where its turn can't run yet. */
  readonly workOf: (message: Message) => Work | null;
  /** Does what follows once the turns are stored. */
  readonly after: (
    turned: readonly Turned[],
    committed: Committed,
    at: Date,
    took: { readonly turnsMs: number; readonly storeMs: number },
  ) => void;
}

/** The turns of one batch of messages. */
export class Ahead {
  readonly #parts: AheadParts;
  readonly #turned: Turned[] = [];
  /** The conversations of the batch: a second message of one has its turn once the first is stored. */
  readonly #seen = new Set<string>();
  #turnsMs = 0;
  /** The time at which the first turn began, by `performance.now()`. */
  #since: number | null = null;

  constructor(parts: AheadParts) {
    this.#parts = parts;
  }

  /** The results, to be stored together with the messages. */
  get handled(): readonly Handled[] {
    return this.#turned.map((one) => one.handled);
  }

  /** Runs the turns of these messages, as far as they can; answers how many more there is time for. */
  async run(messages: readonly Message[]): Promise<number> {
    const most = MOST_AHEAD - this.#seen.size;
    this.#since ??= performance.now();
    const since = this.#since;
    const isLate = (): boolean => performance.now() - since > LONGEST_MS;
    for (const message of messages) {
      if (messages.length > most || isLate()) return 0;
      const isFirst = !this.#seen.has(message.conversation);
      this.#seen.add(message.conversation);
      const work = isFirst ? this.#parts.workOf(message) : null;
      if (work === null) continue;
      const began = performance.now();
      this.#turned.push(await this.#parts.turns.ahead(work));
      this.#turnsMs += performance.now() - began;
    }
    return isLate() ? 0 : MOST_AHEAD - this.#seen.size;
  }

  /** To be called once they are stored, which took so many milliseconds. */
  stored(committed: Committed, at: Date, storeMs: number): void {
    this.#parts.after(this.#turned, committed, at, { turnsMs: this.#turnsMs, storeMs });
  }
}
