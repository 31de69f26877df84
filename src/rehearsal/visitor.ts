/** A person of a made-up month: a simulated person who may also leave, ask for an agent, rate, and answer later. */
import type { Content } from '../core/content.ts';
import type { ConversationState } from '../core/conversation.ts';
import type { Choice } from '../core/reply.ts';
import type { Chance } from './chance.ts';
import type { Comer } from './comers.ts';
import { type Doing, MANNERS, type Manner, Simulated } from './simulated.ts';

/** The manners, each as often as its weight. */
const MANNER_WEIGHTS: Readonly<Record<Manner, number>> = {
  buttons: 12,
  words: 4,
  impatient: 1,
  'all-at-once': 2,
  'wrong-once': 1,
  'asks-back': 1,
};
/** The probabilities, at each reply, of going away without a word and of asking for a person. */
const LEAVES = 0.035;
const WANTS_A_PERSON = 0.025;
const SENDS = 0.93;
const RATES = 0.5;
const REOPENS = 0.07;
const MOST_TURNS = 60;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Plays one person through one conversation. */
export class Visitor {
  readonly #chance: Chance;
  readonly #caller: Comer;
  readonly #person: Simulated | null;
  readonly #content: Content;
  readonly #tickets = new Set<string>();
  #turns = 0;
  #hasReopened = false;

  constructor(content: Content, chance: Chance, caller: Comer) {
    this.#content = content;
    this.#chance = chance;
    this.#caller = caller;
    const manner = chance.weighted(MANNERS, (one) => MANNER_WEIGHTS[one]);
    const { problem } = caller;
    this.#person = problem && new Simulated(content, problem.walkthrough, problem.cause, manner);
  }

  /** The first message: how others put the same problem, or the error. */
  begins(): string {
    const { problem, other } = this.#caller;
    if (!problem || !this.#person) return other ?? '';
    const { examples } = problem.intent;
    return examples.length > 0 && this.#chance.happens(0.5)
      ? this.#chance.one(examples)
      : this.#person.begins(problem.intent);
  }

  /** Whether a ticket is one that this person has not had before. */
  isNewTicket(ticket: string): boolean {
    const isNew = !this.#tickets.has(ticket);
    this.#tickets.add(ticket);
    return isNew;
  }

  /** The person's next move, and after how long; null for nothing, which may be for ever. */
  next(state: ConversationState): { readonly doing: Doing; readonly afterMs: number } | null {
    this.#turns += 1;
    const { question } = state;
    const atDesk = state.desk !== null && state.desk !== undefined && state.desk.state !== 'closed';
    if (!question || this.#turns > MOST_TURNS || (atDesk && !state.desk!.walks)) return null;
    const chance = this.#chance;
    const offered = new Map([...question.choices, ...question.controls].map((choice) => [choice.id, choice]));
    const press = (choice: Choice, typicalMs: number) => ({
      doing: { kind: 'press' as const, choice },
      afterMs: chance.around(typicalMs),
    });
    const good = offered.get('good');
    if (good) return this.#rates(state, offered, press);
    const send = offered.get('send');
    if (send) return chance.happens(SENDS) ? press(send, 20 * SECOND) : null;
    if (state.checkBack && offered.has('yes') && !state.case) return null;
    if (chance.happens(LEAVES)) return null;
    const human = offered.get('human');
    if (human && chance.happens(WANTS_A_PERSON)) return press(human, 30 * SECOND);
    const named = [this.#caller.problem?.intent.id, this.#caller.problem?.intent.pack]
      .map((id) => offered.get(id ?? ''))
      .find((choice) => choice !== undefined);
    if (named) return press(named, 10 * SECOND);
    const generic = this.#content.packs.get(this.#caller.problem?.intent.pack ?? '')?.generic;
    const starter = offered.get(generic ?? '');
    if (starter && !state.case) return press(starter, 15 * SECOND);
    // Nobody here knows the problem: half ask for a person, the others give up.
    if (!state.case || !this.#person) return human && chance.happens(0.5) ? press(human, 20 * SECOND) : null;
    const doing = this.#person.act(state);
    if (!doing) return human ? press(human, 30 * SECOND) : null;
    const isDoing = offered.has('fixed') || offered.has('not');
    return { doing, afterMs: chance.around(isDoing ? 3 * MINUTE : 15 * SECOND) };
  }

  /** The answer a day later, by the choice's id; none of them for no answer. */
  saysLater(): string {
    return this.#chance.weighted(['yes', 'no', ''], (said) => (said === 'yes' ? 13 : said === 'no' ? 2 : 5));
  }

  #rates(
    { desk }: ConversationState,
    offered: ReadonlyMap<string, Choice>,
    press: (choice: Choice, typicalMs: number) => { readonly doing: Doing; readonly afterMs: number },
  ): ReturnType<Visitor['next']> {
    const chance = this.#chance;
    const reopen = offered.get('reopen');
    if (reopen && desk && !this.#hasReopened && chance.happens(REOPENS)) {
      this.#hasReopened = true;
      this.#tickets.delete(desk.ticket);
      return press(reopen, 90 * MINUTE);
    }
    if (!chance.happens(RATES)) return null;
    const rating = chance.weighted(['good', 'okay', 'poor'], (r) => (r === 'good' ? 6 : r === 'okay' ? 2 : 1));
    return press(offered.get(rating)!, 30 * SECOND);
  }
}
