/** Erasures: the port to what erases people, and the way by which the parts of a running service hear of them. */
import type { Forgotten } from './store.ts';

/** The way of a command to erase people: the database itself, or the service that runs on it. */
export interface Eraser {
  /** Erases a person with all that they wrote, as of a time (now, where it is left out); answers the number of conversations. */
  forget(who: string, at?: string): Promise<number>;
  /** Gives back the room of what was deleted, so that nothing of it is left in the files. */
  tidy(): Promise<void>;
}

/** Tells those who listen of everybody who is erased in this process: what they hold in memory, or show, goes at once. */
export class Erasures {
  readonly #listeners: ((forgotten: Forgotten) => void)[] = [];

  listen(listener: (forgotten: Forgotten) => void): void {
    this.#listeners.push(listener);
  }

  tell(forgotten: Forgotten): void {
    for (const listener of this.#listeners) listener(forgotten);
  }
}
