/** A queue of many conversations, which gives each its turn. */

/** Items that wait, in the order they came within a conversation, and one conversation after the other between them. */
export class FairQueue<T> {
  /** The items of each conversation; the conversation whose turn it is comes first. */
  readonly #lines = new Map<string, T[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(conversation: string, item: T): void {
    const line = this.#lines.get(conversation);
    if (line) line.push(item);
    else this.#lines.set(conversation, [item]);
    this.#size += 1;
  }

  /** Takes the next items, at most so many: one of each conversation, then the second ones, and so on. */
  take(most: number): T[] {
    const taken: T[] = [];
    while (taken.length < most && this.#size > 0) {
      const [conversation, line] = this.#lines.entries().next().value!;
      taken.push(line.shift()!);
      this.#size -= 1;
      this.#lines.delete(conversation);
      if (line.length > 0) this.#lines.set(conversation, line);
    }
    return taken;
  }
}
