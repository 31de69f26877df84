/** A made-up month: people with problems come over several channels, and agents at a desk help those who ask. */
import type { Content } from '../core/content.ts';
import type { ConversationState } from '../core/conversation.ts';
import { ticketConversation } from '../core/desk.ts';
import { type Incoming, PLAIN } from '../core/message.ts';
import type { Person, Route } from '../core/person.ts';
import { Chance } from './chance.ts';
import { type Comer, type ComerPlace, comers } from './comers.ts';
import { Visitor } from './visitor.ts';

/** The place where the month is played: the real journal and store, with a clock that is set. */
export interface Stage {
  /** Lets time pass up to this moment (milliseconds since 1970): timers that are due go off in order. */
  passTo(at: number): Promise<void>;
  /** Takes a message in, and resolves when all that follows from it is done. */
  take(message: Incoming): Promise<void>;
  state(conversation: string): Promise<ConversationState | null>;
}

/** The wishes for a month. */
export interface MonthPlan {
  readonly seed: number;
  readonly conversations: number;
  /** The first moment after the month (milliseconds since 1970); the month is the 30 days before it. */
  readonly end: number;
  /** The place of the desk. */
  readonly desk: Route;
}

export const MONTH_DAYS = 30;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Something that somebody does at a moment. */
interface Planned {
  readonly at: number;
  readonly act: () => Promise<void>;
}

const AGENTS: readonly Person[] = ['Ann Berger', 'Ben Okafor', 'Chris Lund'].map((name, i) => ({
  id: `demo:agent-${i + 1}`,
  name,
}));
const SAYINGS = [
  'Hello, I have your case. Give me a minute to look at it.',
  'I have changed something on our side. Please sign out, sign in again, and tell me how it goes.',
  'Thank you for waiting. This needed a change that only we can make; it is done now.',
  'Could you try once more? I am watching it from here.',
];

/** Plays the month; `tell` hears of the part that is done, 0 to 1. */
export async function playMonth(
  content: Content,
  plan: MonthPlan,
  stage: Stage,
  tell: (done: number) => void = () => undefined,
): Promise<void> {
  await new Month(content, plan, stage).play(tell);
}

class Month {
  readonly #content: Content;
  readonly #plan: MonthPlan;
  readonly #stage: Stage;
  readonly #chance: Chance;
  readonly #agenda: Planned[] = [];
  #now: number;
  #count = 0;

  constructor(content: Content, plan: MonthPlan, stage: Stage) {
    this.#content = content;
    this.#plan = plan;
    this.#stage = stage;
    this.#chance = new Chance(plan.seed);
    this.#now = plan.end - MONTH_DAYS * DAY;
  }

  async play(tell: (done: number) => void): Promise<void> {
    const { end, conversations } = this.#plan;
    const from = end - MONTH_DAYS * DAY;
    for (const caller of comers(this.#content, this.#chance, { from, days: MONTH_DAYS, conversations }))
      this.#later(caller.at, () => this.#comes(caller));
    for (let next = this.#agenda.pop(); next && next.at < end; next = this.#agenda.pop()) {
      this.#now = Math.max(this.#now, next.at);
      await this.#stage.passTo(this.#now);
      await next.act();
      tell((next.at - from) / (end - from));
    }
    await this.#stage.passTo(end - 1);
  }

  /** Puts something on the agenda, which has the next one last. */
  #later(at: number, act: () => Promise<void>): void {
    const before = this.#agenda.findLastIndex((one) => one.at > at);
    this.#agenda.splice(before + 1, 0, { at, act });
  }

  async #comes(caller: Comer): Promise<void> {
    const visitor = new Visitor(this.#content, this.#chance, caller);
    await this.#writes(caller, { kind: 'said', text: visitor.begins() });
    await this.#goesOn(caller, visitor);
  }

  /** The person reads what was answered, and does the next thing after a while, or nothing. */
  async #goesOn(caller: Comer, visitor: Visitor): Promise<void> {
    const { conversation } = caller.place;
    const state = await this.#stage.state(conversation);
    if (!state) return;
    const desk = state.desk ?? null;
    if (desk?.state === 'waiting' && visitor.isNewTicket(desk.ticket)) this.#toDesk(desk.ticket, caller, visitor);
    const next = visitor.next(state);
    if (!next) {
      if (state.checkBack) this.#afterCheckBack(caller, visitor);
      return;
    }
    this.#later(this.#now + next.afterMs, async () => {
      const { asked, question } = (await this.#stage.state(conversation)) ?? {};
      // An agent took the case meanwhile: there is nothing to press any more.
      if (next.doing.kind === 'press' && (!question || asked !== state.asked)) return;
      const message =
        next.doing.kind === 'say'
          ? ({ kind: 'said', text: next.doing.text } as const)
          : ({ kind: 'pressed', text: next.doing.choice.title, choice: next.doing.choice.id, asked } as const);
      await this.#writes(caller, message);
      await this.#goesOn(caller, visitor);
    });
  }

  /** A day later the person is asked whether it still works. */
  #afterCheckBack(caller: Comer, visitor: Visitor): void {
    this.#later(this.#now + DAY + this.#chance.around(3 * HOUR), async () => {
      const state = await this.#stage.state(caller.place.conversation);
      const choice = state?.question?.choices.find(({ id }) => id === visitor.saysLater());
      if (!state?.checkBack || !choice) return;
      await this.#writes(caller, { kind: 'pressed', text: choice.title, choice: choice.id, asked: state.asked });
      await this.#goesOn(caller, visitor);
    });
  }

  /** An agent takes the ticket, writes, and closes it; a few tickets are left for later. */
  #toDesk(ticket: string, caller: Comer, visitor: Visitor): void {
    const chance = this.#chance;
    const agent = chance.one(AGENTS);
    const does = async (choice: string, text = ''): Promise<void> => {
      const { channel, address } = this.#plan.desk;
      const there = { conversation: ticketConversation(ticket), channel, address, person: agent };
      await this.#stage.take({ ...PLAIN, ...there, id: this.#id(), audience: 'person', kind: 'pressed', text, choice });
    };
    const standing = async (): Promise<string | undefined> =>
      (await this.#stage.state(caller.place.conversation))?.desk?.state;
    const taken = this.#inHours(this.#now + chance.around(25 * MINUTE));
    this.#later(taken, async () => {
      if ((await standing()) === 'waiting') await does('claim');
    });
    const spoke = taken + chance.around(6 * MINUTE);
    this.#later(spoke, async () => {
      if ((await standing()) === 'held') await does('say', chance.one(SAYINGS));
    });
    if (chance.happens(0.06)) return;
    const outcome = chance.weighted(['fixed', 'fixed-for-now', 'unknown'], (o) =>
      o === 'fixed' ? 7 : o === 'unknown' ? 1 : 2,
    );
    this.#later(this.#inHours(spoke + chance.around(50 * MINUTE)), async () => {
      if ((await standing()) !== 'held') return;
      if (chance.happens(0.04)) await does('wrong');
      await does(`resolve:${outcome}`);
      await this.#goesOn(caller, visitor);
    });
  }

  /** The next moment at which agents work: on weekdays from 7 to 17 (UTC). */
  #inHours(at: number): number {
    const [open, close] = [7 * HOUR, 17 * HOUR];
    const midnight = Math.floor(at / DAY) * DAY;
    const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
    if (isWeekend || at - midnight >= close)
      return this.#inHours(midnight + DAY + open + this.#chance.around(20 * MINUTE));
    return at - midnight < open ? midnight + open + this.#chance.around(20 * MINUTE) : at;
  }

  async #writes(
    { place }: { place: ComerPlace },
    message: Pick<Incoming, 'kind' | 'text'> & Partial<Incoming>,
  ): Promise<void> {
    await this.#stage.take({ ...PLAIN, ...place, id: this.#id(), audience: 'person', ...message });
  }

  #id(): string {
    this.#count += 1;
    return `demo-${this.#count}`;
  }
}
