import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../../core/fault.ts';
import type { Incoming } from '../../../core/message.ts';
import type { Person } from '../../../core/person.ts';
import type { OpenCase } from '../../../core/store.ts';
import type { Names } from '../workspace/names.ts';
import { marked } from '../workspace/places.ts';
import { Recent } from '../workspace/recent.ts';
import type { Heard } from './parse.ts';

export interface IntakeParts {
  /** Commits a message; resolves once it is safe. */
  readonly accept: (message: Incoming) => Promise<boolean>;
  readonly helped: (conversation: string) => Promise<Person | null>;
  readonly openCases: (person: string) => Promise<readonly OpenCase[]>;
  readonly names: Names;
  /** Whether agents may read it: they should know who it is, even where nobody else is about. */
  readonly named: boolean;
}

/** What became of what was heard. */
export type Taken = 'fresh' | 'known' | 'dropped';

/** Slack waits three seconds; for so long a message whose commit failed is tried again before we give up on it. */
const INSIST_MS = 2000;
const AGAIN_MS = 200;
/** So long a name may delay a commit. */
const NAME_MS = 700;

/**
 * From what was heard to what is stored: who is addressed, whether we may listen at all, and what else the person has under way.
 * Everything of one conversation goes through one after the other, so that no look-up lets a later message overtake.
 */
export class SlackIntake {
  readonly #parts: IntakeParts;
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Slack's client may post one gesture as two messages; across conversations only memory can tell. */
  readonly #gestures = new Recent<string>(10_000, 10 * 60_000);
  /** Whom we just began to help: their next words may come before the first are handled. */
  readonly #begun = new Recent<string>(10_000, 60_000);

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  take(heard: Heard): Promise<Taken> {
    return this.inTurn(heard.message.conversation, () => this.#take(heard));
  }

  /** Commits what needs no looking up: a button, a command. */
  async store(message: Incoming): Promise<boolean> {
    return this.inTurn(message.conversation, () => this.#insist(message));
  }

  async #take({ message: said, user, pane, unasked, gesture }: Heard): Promise<Taken> {
    const { helped, openCases, names, named } = this.#parts;
    const here = pane !== null && (await helped(pane)) !== null ? pane : said.conversation;
    const twin = gesture === null ? undefined : this.#gestures.get(gesture);
    if (twin !== undefined && twin !== here && said.kind === 'said') return 'dropped';
    if (gesture !== null) this.#gestures.set(gesture, here);
    const person = said.person!;
    const whom = said.shared ? ((await helped(here))?.id ?? this.#begun.get(here) ?? null) : null;
    // Privacy: what nobody addressed to us is not even looked at, unless we are helping its writer here.
    if (unasked && whom !== person.id) return 'dropped';
    const talking = said.kind === 'said' || said.kind === 'opened';
    const cases = talking ? await openCases(person.id) : [];
    const fresh = await this.#insist({
      ...said,
      conversation: here,
      earlier: said.earlier && whom === null,
      elsewhere: cases.find((c) => c.conversation !== here)?.title ?? null,
      person: { ...person, name: said.shared || named ? await names.of(user, NAME_MS) : person.name },
    });
    if (talking && said.shared && whom === null) this.#begun.set(here, person.id);
    return fresh ? 'fresh' : 'known';
  }

  /** A commit that failed may succeed a moment later: for interactivity Slack has no second try. */
  async #insist(incoming: Incoming): Promise<boolean> {
    const message = { ...incoming, address: marked(incoming.address) };
    const until = performance.now() + INSIST_MS;
    for (;;) {
      try {
        return await this.#parts.accept(message);
      } catch (error) {
        const passing = error instanceof Fault && (error.code === 'NOT_STORED' || error.code === 'INTAKE_FULL');
        if (!passing || performance.now() + AGAIN_MS > until) throw error;
        await wait(AGAIN_MS);
      }
    }
  }

  /** Does something when everything before it in the same place of Slack is done. */
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
