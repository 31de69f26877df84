/** One turn of a ticket's conversation. */
import type { Content } from '../core/content.ts';
import type { TurnResult } from '../core/conversation.ts';
import { CONSOLE_CHANNEL, type ConversationEvent, type Desk, type Desks } from '../core/desk.ts';
import { Effects } from '../core/effects.ts';
import type { FaultCode } from '../core/faults.ts';
import type { Job } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import type { Person, Route } from '../core/person.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import { type PhraseValues, phrase } from '../core/phrases.ts';
import { BARE, type Delivery, type Reply } from '../core/reply.ts';
import { plain, type Rich, type TextSpan } from '../core/text.ts';
import { entryOf } from '../core/ticket-entry.ts';
import { headOf, nameOf } from './head.ts';
import { afterMinutes, inWords } from './hours.ts';
import type { TicketState } from './ticket-state.ts';

/** The way to the console: the same for all agents, since each reply there names the one it is for. */
const CONSOLE_ROUTE: Route = { channel: CONSOLE_CHANNEL, address: null };

/**
 * A turn of a ticket in progress: collects the posts at the desk, the events for the person, and the state after it.
 */
export class TicketTurn {
  readonly content: Content;
  /** The subject of the turn: an agent's action that was held back, where its time came. */
  message: Message;
  state: TicketState;
  readonly #desks: Desks;
  readonly effects = new Effects();
  /** The id of the message that is really handled: replies are found by it. */
  readonly #handled: string;
  #stale = false;

  constructor(content: Content, desks: Desks, state: TicketState, message: Message) {
    this.content = content;
    this.message = message;
    this.#handled = message.id;
    this.state = state;
    this.#desks = desks;
  }

  /**
   * The desk that has the ticket; one that is no longer in the settings is treated as having no hours and no promise.
   */
  get desk(): Desk {
    const name = this.state.path[this.state.at] ?? '';
    const known = this.#desks.desks.get(name);
    return (
      known ?? {
        name,
        route: { channel: 'none', address: null },
        hours: null,
        answer: null,
        remind: 60,
        talk: 'marked',
      }
    );
  }

  /** The person's name as the desk sees it. */
  get who(): string {
    return nameOf(this.state, (key) => this.say(key));
  }

  say(key: PhraseKey, values: PhraseValues = {}): Rich {
    return phrase(this.content.phrases, key, values);
  }

  word(key: PhraseKey, values: Readonly<Record<string, string>> = {}): string {
    return plain(this.say(key, values));
  }

  /** A time by the desk's clock. */
  time(at: string): TextSpan {
    return inWords(this.desk.hours, at, this.message.at);
  }

  /** Changes the state, and draws the head anew at the end of the turn. */
  change(by: Partial<TicketState>): void {
    this.state = { ...this.state, ...by };
    this.#stale = true;
  }

  /** Posts to the agents, in the ticket's thread; `loud` where the whole desk should notice. */
  post(body: Rich, more: Partial<Reply> = {}, loud = false, route: Route = this.desk.route): this {
    const { head, lost } = this.state;
    // Lines that can't be posted now are in the transcript that comes with the next head.
    if (lost && route !== CONSOLE_ROUTE) return this;
    const receipt = { conversation: this.message.conversation, about: `line:${this.state.at}`, always: false };
    this.effects.posts.push({
      route,
      reply: { ...BARE, body, placement: { kind: 'under', message: head, loud }, receipt, ...more },
    });
    return this;
  }

  /** Posts for one agent alone. */
  whisper(to: Person | null, body: Rich): this {
    // A failure to reach one agent says nothing about the desk. An agent in the console is reached only there: elsewhere
    // everybody at the desk would read it.
    this.post(body, { to, discreet: true, receipt: null }, false, isConsoles(to) ? CONSOLE_ROUTE : this.desk.route);
    return this;
  }

  /** Puts a sign beside an agent's message, in the place where it was written; `body` is for channels without signs. */
  mark(message: string, as: Delivery, route: Route, body: Rich): this {
    this.effects.posts.push({ route, reply: { ...BARE, body, placement: { kind: 'marked', message, as } } });
    return this;
  }

  /** Posts the head as a new thread, at the desk that has the ticket now. */
  head(before: Rich = []): void {
    const { message } = this;
    const { transcript: _, ...rest } = this.state;
    this.state = { ...rest, head: this.#handled, seen: false, lost: false };
    const { title, body, choices, forms } = headOf(this.content, this.desk, this.state, message.at);
    const receipt = { conversation: message.conversation, about: `head:${this.state.at}`, always: true };
    // The head must be the first reply to this message: the thread is found by that.
    this.effects.posts.unshift({
      route: this.desk.route,
      reply: { ...BARE, title, body: [...before, ...body], choices, forms, about: this.#about, receipt },
    });
    this.#stale = false;
    // The person was not asked about a ticket that is only for information: the summary is enough.
    if (this.state.ticket.kind === 'request') this.job('transcript');
  }

  /** Replaces the head at a desk that no longer has the ticket by a note. */
  leaveHead(head: string, at: Desk): void {
    const { title } = headOf(this.content, at, this.state, this.message.at);
    const body = this.say('desk-moved', { desk: this.desk.name });
    this.effects.posts.push({
      route: at.route,
      reply: { ...BARE, title, body, placement: { kind: 'instead', message: head } },
    });
  }

  /** Sends an event to the person's conversation. */
  tell(event: ConversationEvent, id: string): this {
    const { conversation, channel, address } = this.state.personSide;
    this.effects.emit({ to: conversation, id, event, route: { channel, address } });
    return this;
  }

  /** Sends an event to the conversation of the desk that has the ticket. */
  tellDesk(event: ConversationEvent, id: string): void {
    this.effects.emit({ to: `desk:${this.desk.name}`, id: `${id}:${this.desk.name}`, event, route: this.desk.route });
  }

  /** Sets a timer, in minutes of the desk's hours; null cancels it. */
  ring(name: string, minutes: number | null): this {
    const at = minutes === null ? null : afterMinutes(this.desk.hours, this.message.at, minutes);
    this.effects.ring(name, at);
    return this;
  }

  ringAt(name: string, at: string | null): this {
    this.effects.ring(name, at);
    return this;
  }

  /** The id of a job that a message leads to. */
  jobId(message: string, kind: Job['kind']): string {
    return `${this.message.conversation}|${message}|${kind}`;
  }

  /** Starts a job about the person's conversation; answers its id. */
  job(kind: 'transcript' | 'carry' | 'code', images: Job['images'] = []): string {
    const { message, state } = this;
    const id = this.jobId(message.id, kind);
    const { personSide, cameAt, transcript } = state;
    const { conversation, channel, address } = personSide;
    const since = cameAt === undefined ? {} : { since: cameAt };
    const until = transcript === undefined ? {} : { until: transcript.until };
    this.effects.jobs.push({ id, kind, images, from: { conversation, channel, address, ...since, ...until } });
    return id;
  }

  alarm(code: FaultCode, what: string, fields: Readonly<Record<string, string>> = {}): void {
    this.effects.alarms.push({ code, what, fields: { ticket: this.state.ticket.id, ...fields } });
  }

  /** The result of the turn. */
  close(): TurnResult<TicketState> {
    if (this.#stale && !this.state.lost) this.#update();
    return { ...this.effects.result(this.state), entry: entryOf(this.state, this.message) };
  }

  /** The person's side, for a channel that links to it. */
  get #about(): NonNullable<Reply['about']> {
    const { person, conversation } = this.state.personSide;
    return { person, conversation };
  }

  /** Draws the head anew, as the ticket is now. */
  #update(): void {
    const { title, body, choices, forms } = headOf(this.content, this.desk, this.state, this.message.at);
    const placement = { kind: 'instead', message: this.state.head } as const;
    const reply = { ...BARE, title, body, choices, forms, about: this.#about, placement };
    this.effects.posts.push({ route: this.desk.route, reply });
  }
}

/** Whether somebody is an agent in the console. */
function isConsoles(person: Person | null): boolean {
  return person?.id.startsWith(`${CONSOLE_CHANNEL}:`) === true;
}
