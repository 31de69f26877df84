/** One turn of a person's conversation while agents have its ticket. */
import type { Content } from '../../core/content.ts';
import type { ConversationState, OpenTicket, TurnResult } from '../../core/conversation.ts';
import { type ConversationEvent, type PersonSide, ticketConversation } from '../../core/desk.ts';
import { Effects } from '../../core/effects.ts';
import type { Message } from '../../core/message.ts';
import type { PhraseKey } from '../../core/phrase-keys.ts';
import type { Read } from '../../core/reading.ts';
import type { Choice } from '../../core/reply.ts';
import type { Options } from '../dialogs/dialog.ts';
import type { GateResult } from '../gate.ts';
import type { Lead } from '../lead.ts';
import { ReplyBuilder } from '../reply-builder.ts';
import { personSideOf } from '../session.ts';
import { Walk } from '../walk.ts';

/** A dialog of the bot that goes on, or begins, after the agent turn. */
export type Resumed = Extract<GateResult, { kind: 'admitted' }>;

/** Actions a person can choose while agents have the case, with the phrases of their buttons. */
export const PERSON_ACTIONS = {
  'walk-on': 'choice-walk-on',
  where: 'choice-where',
  'case-code': 'choice-code',
  'leave-queue': 'choice-leave-queue',
} as const satisfies Readonly<Record<string, PhraseKey>>;
export type PersonAction = keyof typeof PERSON_ACTIONS;

/** An agent turn in progress: collects replies, outgoing events and the state after it. */
export class AgentTurn {
  readonly content: Content;
  readonly read: Read;
  readonly message: Message;
  readonly builder: ReplyBuilder;
  readonly effects = new Effects();
  state: ConversationState;
  #asks = false;
  /** Whether nobody knew until this message who the person is, and they have signed in now. */
  readonly isKnownNow: boolean;

  constructor(content: Content, read: Read, state: ConversationState, message: Message) {
    this.content = content;
    this.read = read;
    this.message = message;
    this.builder = new ReplyBuilder(content);
    this.state = { ...state, helped: state.helped ?? message.person };
    this.isKnownNow = state.helped === null && message.person?.account !== undefined;
  }

  /** The result of the turn. */
  close(): TurnResult {
    const { message, effects } = this;
    const asked = this.state.asked + (this.#asks ? 1 : 0);
    const { reply, question } = this.builder.close(asked, message.shared ? this.state.helped : null);
    // An event is no sign of life of the person.
    const lastAt = message.kind === 'event' ? this.state.lastAt : message.at;
    const state = { ...this.state, asked, ...(this.#asks ? { question } : {}), lastAt };
    if (reply) effects.replies.push(reply);
    return effects.result(state);
  }

  /** Continues with a dialog of the bot; the events collected so far go with it. */
  again(leads: readonly Lead[], dialog: string, options: Options = {}): Resumed {
    const { state, message, effects } = this;
    return { kind: 'admitted', state, message, leads, ask: { dialog, options }, outgoing: effects.outgoing };
  }

  /** Adds a sentence and closes the turn. */
  say(key: PhraseKey, values: Readonly<Record<string, string>> = {}): TurnResult {
    this.builder.sayPhrase(key, values);
    return this.close();
  }

  /** Asks a question, for the given slot if there is one, and closes the turn. */
  ask(choices: readonly Choice[], slot: string | null = null): TurnResult {
    this.builder.ask(choices, [], slot);
    this.#asks = true;
    return this.close();
  }

  /**
   * Offers the actions that are possible while waiting. During a walkthrough nothing is offered: its own question
   * stays.
   */
  offer(): TurnResult {
    if (this.state.desk?.walks) return this.close();
    const ids = (Object.keys(PERSON_ACTIONS) as PersonAction[]).filter(
      (id) => id !== 'walk-on' || this.walkable() !== null,
    );
    return this.ask(ids.map((id) => this.builder.choice(id, PERSON_ACTIONS[id])));
  }

  /** Sends an event to the ticket's conversation. */
  tell(event: ConversationEvent, id = `${this.message.id}:${event.kind}`): void {
    this.effects.emit({ to: ticketConversation(this.state.desk?.ticket ?? ''), id, event, route: this.personSide });
  }

  get personSide(): PersonSide {
    return personSideOf(this.message, this.state.helped);
  }

  /** Whether agents have a ticket that is not closed. */
  get atDesk(): boolean {
    const { desk } = this.state;
    return desk !== null && desk !== undefined && desk.state !== 'closed';
  }

  /** Changes the ticket as the person's conversation remembers it. */
  set(desk: Partial<OpenTicket>): void {
    this.state = { ...this.state, desk: { ...this.state.desk!, ...desk } };
  }

  /** Pauses the walkthrough at its step, since an agent speaks now, and changes the ticket likewise. */
  quiet(desk: Partial<OpenTicket>): void {
    const { case: c, desk: before } = this.state;
    this.set({ ...desk, walks: false, kept: c ?? before?.kept ?? null });
    this.state = { ...this.state, case: null, dialogs: [], question: null };
  }

  /** The case as it was handed over, if one of its steps is left to do; null otherwise. */
  walkable(): ConversationState['case'] {
    const kept = this.state.desk?.kept ?? null;
    if (!kept || kept.frames.length === 0) return null;
    if (!kept.frames.every((f) => this.content.walkthroughs.get(f.walkthrough)?.steps.has(f.step))) return null;
    return new Walk(this.content, this.state.audience, this.message.at).advance(kept).next.kind === 'end' ? null : kept;
  }

  /** The definition of a slot, in whichever pack it is. */
  slot(id: string) {
    return [...this.content.packs.values()].flatMap((p) => p.slots).find((slot) => slot.id === id);
  }
}
