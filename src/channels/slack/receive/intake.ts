/** The way from a parsed Slack message to the journal. */
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../../core/fault.ts';
import type { Host, Resends } from '../../../core/host.ts';
import type { Incoming } from '../../../core/message.ts';
import type { Person } from '../../../core/person.ts';
import type { OpenCase } from '../../../core/store.ts';
import type { Names } from '../workspace/names.ts';
import { marked } from '../workspace/places.ts';
import { Recent } from '../workspace/recent.ts';
import type { ParsedMessage } from './parse.ts';
import { isForLoad } from './refusal.ts';

/** The parts the intake is made of. */
export interface IntakeParts {
  /** Commits a message; resolves once it is safe, with false for a message that was stored before. */
  readonly accept: Host['accept'];
  /** Names the person the bot is helping in a conversation; null for none. */
  readonly helped: (conversation: string) => Promise<Person | null>;
  readonly openCases: (person: string) => Promise<readonly OpenCase[]>;
  /** Whether anything was ever written in a conversation. */
  readonly begun: (conversation: string) => Promise<boolean>;
  readonly names: Names;
  /** Whether agents may read the conversations: then the person's name is looked up in private places too. */
  readonly named: boolean;
}

/** The fate of a message: stored now, stored before, or not taken. */
export type Taken = 'fresh' | 'known' | 'dropped';

/** The time a failed commit is tried again, in milliseconds; Slack waits three seconds. */
const INSIST_MS = 2000;
const AGAIN_MS = 200;
/** The longest a name may delay a commit, in milliseconds. */
const NAME_MS = 700;

/**
 * Completes messages and commits them: decides whether the bot may listen, adds the person's name and open cases.
 * Messages of one conversation go through one after the other, so that no look-up lets a later one overtake.
 */
export class SlackIntake {
  readonly #parts: IntakeParts;
  readonly #turns = new Map<string, Promise<unknown>>();
  /**
   * The conversation of each recent gesture. Slack's client may post one gesture as two messages in two conversations,
   * and only memory can tell.
   */
  readonly #gestures = new Recent<string>(10_000, 10 * 60_000);
  /**
   * The person the bot just began to help in a conversation: their next message may come before the first is handled.
   */
  readonly #begun = new Recent<string>(10_000, 60_000);

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Takes in a message that was heard, in its conversation's turn. Rejects when it can't be stored. */
  take(heard: ParsedMessage): Promise<Taken> {
    return this.inTurn(heard.message.conversation, () => this.#take(heard));
  }

  /**
   * Commits a message that needs no look-ups: a press or a command, which Slack never sends again, unless told otherwise.
   * False when it was stored before.
   */
  async store(message: Incoming, resends: Resends = 'never'): Promise<boolean> {
    return this.inTurn(message.conversation, () => this.#insist(message, resends));
  }

  async #take({ message: said, user, isApps, pane, unasked, gesture }: ParsedMessage): Promise<Taken> {
    const { helped, openCases, begun } = this.#parts;
    const here = pane !== null && (await helped(pane)) !== null ? pane : said.conversation;
    // Two programs that answer each other would never end.
    if (isApps && (await begun(here))) return 'dropped';
    const twin = gesture === null ? undefined : this.#gestures.get(gesture);
    if (twin !== undefined && twin !== here && said.kind === 'said') return 'dropped';
    if (gesture !== null) this.#gestures.set(gesture, here);
    const writer = said.person?.id ?? null;
    const whom = said.shared ? ((await helped(here))?.id ?? this.#begun.get(here) ?? null) : null;
    // Privacy: a message that is not addressed to the bot is dropped unread, unless the bot is helping its writer here.
    if (unasked && (writer === null || whom !== writer)) return 'dropped';
    const talking = said.kind === 'said' || said.kind === 'opened';
    // Where others read along, another case of the person is nobody's business.
    const cases = talking && writer !== null && !said.shared ? await openCases(writer) : [];
    const elsewhere = cases.find((c) => c.conversation !== here)?.title ?? null;
    const person = await this.#named(said, user);
    const earlier = said.earlier && whom === null;
    const fresh = await this.#insist({ ...said, conversation: here, earlier, elsewhere, person }, 'later');
    if (talking && said.shared && whom === null && writer !== null) this.#begun.set(here, writer);
    return fresh ? 'fresh' : 'known';
  }

  /** The writer with a name, where anybody reads it. */
  async #named({ person, shared }: Incoming, user: string | null): Promise<Person | null> {
    const { names, named } = this.#parts;
    return person && user && (shared || named) ? { ...person, name: await names.of(user, NAME_MS) } : person;
  }

  /**
   * Commits, and tries again for a moment when that fails: presses and commands are not sent twice by Slack. An event that
   * is refused because there is too much comes again by itself.
   */
  async #insist(incoming: Incoming, resends: Resends): Promise<boolean> {
    const message = { ...incoming, address: marked(incoming.address) };
    const until = performance.now() + INSIST_MS;
    for (;;) {
      try {
        return await this.#parts.accept(message, resends);
      } catch (error) {
        const passing = error instanceof Fault && (error.code === 'NOT_STORED' || isForLoad(error));
        if (!passing || (isForLoad(error) && resends !== 'never') || performance.now() + AGAIN_MS > until) throw error;
        await wait(AGAIN_MS);
      }
    }
  }

  /** Runs `work` when everything before it in the same place is done. */
  async inTurn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(place) ?? Promise.resolve();
    const mine = before.then(work, work);
    const done = mine.catch(() => undefined);
    this.#turns.set(place, done);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(place) === done) this.#turns.delete(place);
    }
  }
}
