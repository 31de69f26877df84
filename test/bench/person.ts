/** Plays a person in the load of the benchmark. */
import type { Choice } from '../../src/core/reply.ts';

/** The next thing that a person sends. */
export interface Next {
  readonly id: string;
  readonly kind: 'said' | 'pressed';
  readonly text: string;
  readonly choice: string | null;
  readonly asked: number | null;
}

/** The part of a reply that a person answers. */
export interface Heard {
  readonly choices: readonly Choice[];
  readonly asked: number;
}

/** The largest number of answers in one walkthrough: a person who stays longer has found a circle. */
const MOST_ANSWERS = 30;

/**
 * A person who pastes an error, presses the first choice of every reply, and comes back with the error when it is over.
 */
export class Person {
  readonly #name: string;
  readonly #error: string;
  #sent = 0;
  #answers = 0;

  constructor(name: string, error: string) {
    this.#name = name;
    this.#error = error;
  }

  /** The answer to a reply; null stands for no reply yet. */
  next(reply: Heard | null): Next {
    const choice = reply?.choices[0];
    this.#sent += 1;
    const id = `${this.#name}-${String(this.#sent).padStart(8, '0')}`;
    if (!choice) {
      this.#answers = 0;
      return { id, kind: 'said', text: this.#error, choice: null, asked: null };
    }
    this.#answers += 1;
    if (this.#answers > MOST_ANSWERS)
      throw new Error(`"${this.#error}" leads in a circle: ${MOST_ANSWERS} first choices and no end`);
    return { id, kind: 'pressed', text: choice.title, choice: choice.id, asked: reply.asked };
  }
}
