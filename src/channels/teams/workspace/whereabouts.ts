/** Finds the conversation that a message in Teams belongs to. */
import type { Line, OpenCase } from '../../../core/store.ts';
import { conversationOf, isHere, isShared, readAddress, type TeamsAddress, threadOf } from './places.ts';

/** The time after the end of a case during which messages in its private chat still belong to it, in milliseconds. */
const LINGER_MS = 10 * 60 * 1000;
const MOST_REMEMBERED = 1000;
/** The largest number of open cases that are looked at for one message. */
const MOST_LOOKED_AT = 3;

/**
 * Finds the conversation a person's message belongs to: usually that of the place. A case that went on in the private
 * chat keeps its conversation, with all that is known: only its replies go elsewhere, because the last message came
 * from there.
 */
export class Whereabouts {
  readonly #lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>;
  readonly #now: () => number;
  readonly #taken = new Map<string, { conversation: string; until: number }>();

  constructor(
    lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>,
    now: () => number,
  ) {
    this.#lines = lines;
    this.#now = now;
  }

  /** Finds the conversation; `cases` are the person's open ones, the one that moved last first. */
  async conversationFor(address: TeamsAddress, cases: readonly OpenCase[]): Promise<string> {
    const own = conversationOf(address);
    // In a group chat it may be a case of another person's, which the bot was asked to look at.
    if (isShared(address)) return cases.find((c) => isHere(c.conversation, address))?.conversation ?? own;
    const prefix = `teams:${address.tenant}:`;
    for (const { conversation } of cases.filter((c) => c.conversation.startsWith(prefix)).slice(0, MOST_LOOKED_AT)) {
      if (conversation === own) return own;
      if (await this.#wentTo(conversation, address)) {
        this.note(address, conversation);
        return conversation;
      }
    }
    const taken = this.#taken.get(threadOf(address.place).channel);
    return taken && taken.until > this.#now() ? taken.conversation : own;
  }

  /** Notes that messages in a private chat now belong to a conversation. */
  note(address: TeamsAddress, conversation: string): void {
    const place = threadOf(address.place).channel;
    this.#taken.delete(place);
    if (this.#taken.size >= MOST_REMEMBERED) this.#taken.delete(this.#taken.keys().next().value!);
    this.#taken.set(place, { conversation, until: this.#now() + LINGER_MS });
  }

  /** Tells whether the last message of a conversation came from the place of an address. */
  async #wentTo(conversation: string, { place }: TeamsAddress): Promise<boolean> {
    const lines = await this.#lines(conversation, { turn: 0, part: 0 });
    const last = lines.findLast((line) => line.message && line.message.kind !== 'result')?.message;
    return threadOf(readAddress(last?.address ?? null)?.place ?? '').channel === threadOf(place).channel;
  }
}
