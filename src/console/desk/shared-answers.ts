/**
 * Answers everybody who asks the same at the same moment by one question: after a change, all open consoles read their list anew.
 * The question begins after each of them asked, so that nobody gets what was true before.
 */

/** Answers by what is asked. */
export class SharedAnswers<T> {
  /** The question under way, and the one that follows it for all who asked meanwhile. */
  readonly #open = new Map<string, { readonly now: Promise<T>; next: Promise<T> | null }>();

  /** The answer to a question; `ask` is called once for all who have the same key. */
  get(key: string, ask: () => Promise<T>): Promise<T> {
    const open = this.#open.get(key);
    if (!open) return this.#begin(key, ask);
    open.next ??= open.now.then(
      () => this.#begin(key, ask),
      () => this.#begin(key, ask),
    );
    return open.next;
  }

  #begin(key: string, ask: () => Promise<T>): Promise<T> {
    const open = { now: ask(), next: null };
    this.#open.set(key, open);
    const end = (): void => {
      // The next question, of those who asked meanwhile, stands here by then.
      if (this.#open.get(key) === open && open.next === null) this.#open.delete(key);
    };
    open.now.then(end, end);
    return open.now;
  }
}
