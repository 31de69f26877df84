/** Keeps what was accepted and stored a moment ago, so that a conversation's next message needs no reading from the database. */
import type { Saved } from '../core/conversation.ts';
import type { Message } from '../core/message.ts';
import type { Handled, InboxRow, Work } from '../core/store.ts';

/** The number of messages of one conversation handled in one go: as many as the store gives out at once. */
export const MOST_MESSAGES = 20;
/** The largest number of conversations whose state is kept, and of messages that wait. */
const MOST_STATES = 2500;
const MOST_WAITING = 5000;
/**
 * The time for which a state is kept, in milliseconds: less than any age at which conversations are deleted. One that was
 * deleted begins again with its first place and version, and must not meet a state from before.
 */
const KEPT_MS = 10 * 60_000;

/** The state of a conversation as it was stored last. */
interface Stored {
  readonly version: number;
  /** As JSON, so that no turn can change it. */
  readonly state: string;
  /** The place of the last message handled. */
  readonly seq: number;
  readonly at: number;
}

/**
 * The accepted messages and stored states of this process. It answers work only where nothing of a conversation can be
 * missing, and the version guards the rest: work that is out of date is not stored.
 */
export class RecentWork {
  readonly #accepted = new Map<string, InboxRow[]>();
  readonly #stored = new Map<string, Stored>();
  readonly #now: () => Date;
  #waiting = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Keeps a message that was accepted at a place of its conversation. */
  accepted(message: Message, seq: number): void {
    // Without this message those before it would look like all there are.
    if (this.#waiting >= MOST_WAITING) {
      this.#drop(message.conversation);
      return;
    }
    this.#waiting++;
    const row = { seq, message, attempts: 0 };
    const rows = this.#accepted.get(message.conversation);
    if (rows) rows.push(row);
    else this.#accepted.set(message.conversation, [row]);
  }

  /** Whether messages of a conversation are kept here. */
  has(conversation: string): boolean {
    return this.#accepted.has(conversation);
  }

  /**
   * Takes the first messages of a conversation, at most so many; null where they must be read, since something may be
   * missing here.
   */
  take(conversation: string, most = MOST_MESSAGES): Work | null {
    const all = this.#accepted.get(conversation);
    if (!all) return null;
    const rows = all.splice(0, most);
    this.#waiting -= rows.length;
    if (all.length === 0) this.#accepted.delete(conversation);
    const stored = this.#fresh(conversation);
    const before = stored?.seq ?? 0;
    if (rows.some(({ seq }, i) => seq !== before + 1 + i)) {
      this.#drop(conversation);
      return null;
    }
    return { conversation, version: stored?.version ?? 0, state: stored ? stateOf(stored) : null, rows };
  }

  /**
   * The work of a message that is not accepted yet, at the place it will have; null where others may come before it, or
   * the state must be read.
   */
  ahead(message: Message): Work | null {
    const { conversation } = message;
    const stored = this.#fresh(conversation);
    if (!stored || this.#accepted.has(conversation)) return null;
    const { version, seq } = stored;
    return { conversation, version, state: stateOf(stored), rows: [{ seq: seq + 1, message, attempts: 0 }] };
  }

  /** Takes messages back that were not handled after all, before all that came since. */
  giveBack(conversation: string, rows: readonly InboxRow[]): void {
    if (rows.length === 0) return;
    this.#waiting += rows.length;
    this.#accepted.set(conversation, [...rows, ...(this.#accepted.get(conversation) ?? [])]);
  }

  /** Keeps the state that was stored. */
  stored({ conversation, version, state, done }: Handled): void {
    this.#stored.delete(conversation);
    const seq = done.at(-1)?.seq;
    if (seq === undefined) return;
    this.#stored.set(conversation, {
      version: version + 1,
      state: JSON.stringify(state),
      seq,
      at: this.#now().getTime(),
    });
    if (this.#stored.size > MOST_STATES) this.#stored.delete(this.#stored.keys().next().value!);
  }

  /** Forgets the states of these conversations, and those that are kept no longer. */
  forgetStates(conversations: Iterable<string>): void {
    for (const conversation of conversations) this.#stored.delete(conversation);
    for (const [conversation, { at }] of this.#stored)
      if (Math.abs(this.#now().getTime() - at) >= KEPT_MS) this.#stored.delete(conversation);
  }

  /** Forgets a conversation: what is known of it here is out of date. */
  forget(conversation: string): void {
    this.#stored.delete(conversation);
    this.#drop(conversation);
  }

  #fresh(conversation: string): Stored | undefined {
    const known = this.#stored.get(conversation);
    return known && Math.abs(this.#now().getTime() - known.at) < KEPT_MS ? known : undefined;
  }

  #drop(conversation: string): void {
    this.#waiting -= this.#accepted.get(conversation)?.length ?? 0;
    this.#accepted.delete(conversation);
  }
}

function stateOf({ state }: Stored): Saved | null {
  return JSON.parse(state) as Saved | null;
}
