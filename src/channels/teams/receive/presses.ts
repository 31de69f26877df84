/** Presses of buttons on the bot's cards. */
import { createHash } from 'node:crypto';
import type { Log } from '../../../core/log.ts';
import type { Incoming } from '../../../core/message.ts';
import type { Person } from '../../../core/person.ts';
import type { Say } from '../../../core/phrases.ts';
import { type Choice, type Reply, wholeOf } from '../../../core/reply.ts';
import type { Line } from '../../../core/store.ts';
import { isForReader } from '../send/readers.ts';
import { alone } from '../send/refs.ts';
import { answeredCard, type Card, noteCard } from '../send/render.ts';
import {
  calledBy,
  conversationOf,
  isHere,
  isShared,
  personOf,
  placeIn,
  type TeamsAddress,
} from '../workspace/places.ts';
import type { Private } from '../workspace/private.ts';
import type { Activity } from './activity.ts';
import { type Answer, cardAnswer, noteAnswer } from './answers.ts';
import { incomingFrom } from './parse.ts';
import { BOX, type ButtonTokens, DATA, GO_PRIVATE, pressId, SAY, type TeamsPress } from './tokens.ts';

/** The parts that presses are handled with. */
export interface PressParts {
  readonly tokens: ButtonTokens;
  /** Whether cards are shown to their reader alone, of whose presses Teams may not tell the thread. */
  readonly targeted: boolean;
  readonly keep: (message: Incoming) => Promise<boolean>;
  readonly lines: (conversation: string, after: { turn: number; part: number }) => Promise<readonly Line[]>;
  readonly helped: (conversation: string) => Promise<Person | null>;
  readonly private: Private;
  /** Shows everybody the pressed card in its answered form; best effort. */
  readonly replace: (address: TeamsAddress, messages: readonly string[], card: Card) => void;
  readonly say: Say;
  readonly now: () => number;
  readonly log: Log;
}

/** The kind of activity a press comes as: Teams waits for an invoke's answer, but not for a message's. */
export type Answerable = 'invoke' | 'message';

/** The reply a pressed card shows, and what has happened since. */
interface ShownCard {
  readonly reply: Reply | null;
  /** Whether another question was asked since, or this one answered. */
  readonly passed: boolean;
  /** The answer that was given to this question; null for none. */
  readonly answer: string | null;
}

/**
 * Takes in presses: decides whether a button is the bot's, of this place and for this person, and what its card
 * becomes.
 */
export class Presses {
  readonly #parts: PressParts;

  constructor(parts: PressParts) {
    this.#parts = parts;
  }

  /** Takes in a press; answers the card in its answered form, or a note. */
  async pressed(
    activity: Activity,
    where: TeamsAddress,
    data: Readonly<Record<string, unknown>>,
    as: Answerable,
  ): Promise<Answer> {
    const { tokens, say, now, keep, log } = this.#parts;
    // The card is another app's, or Teams draws it anew by itself: nobody pressed a button of the bot's.
    if (!(DATA in data)) return noteAnswer(say('teams-old-card'));
    const written = typeof data[DATA] === 'string' ? data[DATA] : '';
    const press = tokens.read(where.tenant, written, now());
    const prefix = `teams:${where.tenant}:`;
    const conversation = press ? prefix + press.conversation : '';
    const theirs = press !== null && prefix + press.person === where.user.person;
    const address = (this.#parts.targeted && theirs ? placeIn(conversation, where) : null) ?? where;
    // In a private chat a case may be under way that began elsewhere; only its person can have its card there.
    const here = press !== null && (isShared(address) ? isHere(conversation, address) : theirs);
    if (!here) {
      log.warn(
        { conversation: conversationOf(address), code: 'BUTTON_REFUSED' },
        'a button that is not ours, of another place, or too old',
      );
      return this.#unknown(activity, address, written);
    }
    if (!theirs) return this.#notTheirs(activity, address, conversation, press, as);
    const shown = await this.#shown(conversation, press);
    if (press.choice === GO_PRIVATE) return this.#goPrivate(activity, address, conversation, press, shown);
    const id = pressId(press, now());
    if (press.choice === SAY) {
      const text = typeof data[BOX] === 'string' ? data[BOX].trim() : '';
      if (text === '') return noteAnswer(say('teams-type'));
      const digest = createHash('sha256').update(text).digest('base64url').slice(0, 12);
      await keep(incomingFrom(activity, address, { id: `${id}:${digest}`, conversation, text }));
      return this.#answered(activity, address, shown, say('teams-answered', { answer: text }));
    }
    const choice = choiceOf(shown.reply, press.choice);
    await keep(
      incomingFrom(activity, address, {
        id,
        conversation,
        kind: 'pressed',
        text: choice?.title ?? '',
        choice: press.choice,
        asked: press.asked,
      }),
    );
    return this.#answered(activity, address, shown, say('teams-chose', { answer: choice?.title ?? press.choice }));
  }

  /** Moves a case to the private chat: the conversation stays, only its replies go there. */
  async #goPrivate(
    activity: Activity,
    address: TeamsAddress,
    conversation: string,
    press: TeamsPress,
    shown: ShownCard,
  ): Promise<Answer> {
    const { private: chat, keep, say, now } = this.#parts;
    const there = await chat.open(address, conversation);
    if (!there) return noteAnswer(say('teams-no-private'));
    const id = pressId(press, now());
    // Saying the step again is enough; a card whose question is past leads to the current one.
    await keep(
      incomingFrom(activity, there, {
        id,
        conversation,
        kind: 'pressed',
        text: say('teams-private'),
        choice: 'repeat',
        asked: press.asked,
      }),
    );
    return this.#answered(activity, address, { ...shown, passed: false }, say('teams-went-private'));
  }

  /**
   * Refuses a press of another person's card: only the person who pressed is told, and nothing else follows from it.
   */
  async #notTheirs(
    activity: Activity,
    address: TeamsAddress,
    conversation: string,
    press: TeamsPress,
    as: Answerable,
  ): Promise<Answer> {
    const { keep, helped, now } = this.#parts;
    if (as === 'invoke') return this.#notYours(await helped(conversation));
    // Where Teams takes no answer, the dialogue writes it.
    const { id: who } = personOf(address);
    const id = `${pressId(press, now())}:by:${who}`;
    await keep(
      incomingFrom(activity, address, { id, conversation, kind: 'pressed', choice: press.choice, asked: press.asked }),
    );
    return this.#notYours(null);
  }

  /**
   * Takes in a press of a card nobody can vouch for any more: it still leads to the current step, if its person is
   * being helped here.
   */
  async #unknown(activity: Activity, address: TeamsAddress, written: string): Promise<Answer> {
    const { keep, helped, say, now } = this.#parts;
    const conversation = conversationOf(address);
    const person = isShared(address) ? await helped(conversation) : personOf(address);
    if (person?.id !== address.user.person) return person ? this.#notYours(person) : noteAnswer(say('teams-old-card'));
    const hour = Math.floor(now() / 3_600_000);
    const id = `press:?${createHash('sha256').update(written).digest('base64url').slice(0, 16)}:${hour}`;
    await keep(incomingFrom(activity, address, { id, conversation, kind: 'pressed', choice: '', asked: -1 }));
    return noteAnswer(say('teams-old-card'));
  }

  /** Names the person a card is for; null where they are not known. */
  #notYours(helped: Person | null): Answer {
    const { say } = this.#parts;
    return noteAnswer(say('not-yours', { who: helped?.name ?? say('teams-somebody-else') }));
  }

  async #shown(conversation: string, { turn, part, asked }: TeamsPress): Promise<ShownCard> {
    const [first, ...later] = await this.#parts.lines(conversation, { turn, part: part - 1 });
    const reply = first?.reply?.asked === asked ? wholeOf(first.reply) : null;
    // Another button of the same card may have been pressed a moment ago, in a turn that is not over yet.
    const given = later.find(({ message: m }) => m?.kind === 'pressed' && m.asked === asked)?.message ?? null;
    const passed = later.some(({ reply: r }) => r && r.asked > asked && r.choices.length + r.controls.length > 0);
    return { reply, passed: passed || given !== null, answer: given?.text || null };
  }

  #answered(
    { replyToId }: Activity,
    address: TeamsAddress,
    { reply, passed, answer }: ShownCard,
    note: string,
  ): Answer {
    const { say, replace, targeted } = this.#parts;
    const said = !passed ? note : answer === null ? say('teams-passed') : say('teams-chose', { answer });
    const mention = reply?.to && !reply.quiet ? calledBy(reply.to, address) : null;
    const card = reply ? answeredCard(reply, mention, said, !passed || answer !== null, say) : noteCard(said);
    // Where its reader alone saw it, Teams wants to be told so; nobody notes whether it went out that way.
    const isAlone = address.alone === true || (targeted && reply !== null && isForReader(reply));
    if (replyToId) replace(address, isAlone ? [alone(replyToId), replyToId] : [replyToId], card);
    return cardAnswer(card);
  }
}

function choiceOf(reply: Reply | null, id: string): Choice | null {
  return [...(reply?.choices ?? []), ...(reply?.controls ?? [])].find((c) => c.id === id) ?? null;
}
