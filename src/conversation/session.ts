import { type Audience, type Content, type Intent, isGeneric, type Pack } from '../core/content.ts';
import type { AtDesk, Case, ConversationState } from '../core/conversation.ts';
import { type News, type Party, type Pass, type Timer, ticketConversation } from '../core/desk.ts';
import type { Message } from '../core/message.ts';
import type { Person } from '../core/person.ts';
import type { Read, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/reply.ts';
import type { CaseEnd, Packet, Ticket } from '../core/ticket.ts';
import { Ear, type Heard } from './hear.ts';
import { packetOf, ticketOf } from './packet.ts';
import { asSent } from './parts.ts';
import { Mouth } from './say.ts';
import { Walk } from './walk.ts';

/** The state of a conversation that has not begun. */
export const FRESH: ConversationState = {
  dialogs: [],
  audience: 'person',
  case: null,
  question: null,
  asked: 0,
  noes: 0,
  unknowns: 0,
  unclear: [],
  lastTicket: null,
  lastAt: null,
  helped: null,
  awaited: null,
  desk: null,
  wrongCodes: 0,
  code: null,
  checkBack: null,
  product: null,
};

/** What was only fixed for now is asked about again the next day. */
const CHECK_BACK_MS = 24 * 60 * 60 * 1000;

/** Where the person is who writes here. */
export function partyOf({ conversation, channel, address, person }: Message, helped: Person | null): Party {
  return { conversation, channel, address, person: helped ?? person };
}

/** One turn while it is being worked out: what was heard, what is said, and the case as it changes. */
export class Session {
  readonly content: Content;
  readonly mouth: Mouth;
  message: Message;
  heard: Heard;
  readonly before: ConversationState;
  audience: Audience;
  walk: Walk;
  case: Case | null;
  noes: number;
  unknowns: number;
  /** What was written and not recognised: an agent should read it too. */
  unclear: readonly string[];
  lastTicket: string | null;
  helped: Person | null;
  readonly tickets: Ticket[] = [];
  desk: AtDesk | null;
  /** The pack the conversation is about, once that was said, asked or found out. */
  product: string | null;
  checkBack: Case | null;
  readonly ends: CaseEnd[] = [];
  readonly passes: Pass[] = [];
  readonly timers: Timer[] = [];
  /** Whether there are desks to hand over to. */
  readonly desks: boolean;
  readonly #read: Read;

  constructor(content: Content, read: Read, state: ConversationState, message: Message, desks: boolean) {
    this.desks = desks;
    this.desk = state.desk ?? null;
    this.checkBack = state.checkBack ?? null;
    this.product = state.product ?? null;
    this.content = content;
    this.message = message;
    this.before = state;
    this.mouth = new Mouth(content);
    this.audience = message.audience === 'admin' ? 'admin' : state.audience;
    this.walk = new Walk(content, this.audience, message.at);
    this.case = state.case;
    this.mouth.speakFor(state.case?.intent ?? null);
    this.noes = state.noes;
    this.unknowns = state.unknowns;
    this.unclear = state.unclear ?? [];
    this.lastTicket = state.lastTicket;
    this.helped = state.helped;
    this.#read = read;
    this.heard = new Ear(content, read).hear(message, state.question, state.case?.intent ?? null);
  }

  /** The message turns out to stand for these words: what was read in an image, or what somebody else wrote. */
  hearInstead(text: string): void {
    this.message = { ...this.message, kind: 'said', text };
    this.heard = new Ear(this.content, this.#read).hear(this.message, null, null);
  }

  /** The reading of the message's text, for those who need it whatever was heard. */
  get reading(): Reading {
    return 'reading' in this.heard ? this.heard.reading : this.#read(this.message.text);
  }

  intent(id: string | null): Intent | null {
    return (id !== null && this.content.intents.get(id)) || null;
  }

  /**
   * Takes a problem in hand; false when there is no walkthrough for it. What is known already stays known; a case that was only "it
   * doesn't work" so far becomes this one, any other is left.
   */
  take(intent: Intent, reading: Reading | null, said = this.message.text): boolean {
    // Words that were not recognised belong to the report of what was.
    this.remember(said);
    const report = this.unclear.join('\n');
    if (reading?.slots.audience === 'admin' && this.audience === 'person') {
      this.audience = 'admin';
      this.walk = new Walk(this.content, 'admin', this.message.at);
    }
    const known = { ...this.case?.slots, ...(reading ?? (this.case ? null : this.#read(report)))?.slots };
    if (this.case && !isGeneric(this.content, this.case.intent) && this.case.intent !== intent.id) this.abandon();
    this.product = intent.pack;
    this.mouth.speakFor(intent.id);
    const { person, admin } = intent.walkthrough;
    const id = this.audience === 'admin' ? (admin ?? person) : person;
    this.case = {
      id: this.message.id,
      title: intent.title,
      intent: intent.id,
      guesses: reading?.guesses ?? this.case?.guesses ?? [],
      report: this.case?.report && this.case.report !== report ? `${this.case.report}\n\n${report}` : report,
      evidence: reading?.evidence ?? this.case?.evidence ?? null,
      slots: known,
      frames: id === null ? [] : [this.walk.frame({ walkthrough: id, step: '' })],
      trail: this.case?.trail ?? [],
      workOrder: [],
      accepted: [],
      mentioned: [],
      startedAt: this.case?.startedAt ?? this.message.at,
    };
    if (id !== null) this.case = { ...this.case, slots: this.walk.implied(known, this.case) };
    this.noes = 0;
    this.unknowns = 0;
    this.unclear = [];
    return id !== null;
  }

  /** Closes the case: its end is recorded, with a ticket where an agent should know. */
  finish(outcome: Outcome, ticket: Ticket['kind'] | null): void {
    const c = this.case;
    if (!c) return;
    if (ticket) {
      const written = ticketOf(ticket, this.atDesk ? asSent(this) : this.packet(c), this.message);
      this.tickets.push(written);
      if (ticket === 'request') this.lastTicket = written.id;
      if (this.desks && !this.atDesk) this.request(written);
    }
    if (this.atDesk && outcome === 'fixed') {
      this.tell({ kind: 'solved' });
      this.desk = { ...this.desk!, state: 'closed', closedAt: this.message.at, walks: false };
    } else if (this.atDesk && outcome === 'fixed-for-now') this.tell({ kind: 'found', packet: asSent(this) });
    if (outcome === 'fixed-for-now') {
      this.checkBack = c;
      this.ring('check-back', CHECK_BACK_MS);
    }
    this.ends.push({
      conversation: this.message.conversation,
      caseId: c.id,
      intent: c.intent,
      outcome,
      rating: null,
      at: this.message.at,
    });
    this.mouth.place(this.intent(c.intent)?.title ?? null, null, null);
    this.mouth.end(outcome);
    this.case = null;
    this.noes = 0;
    this.unknowns = 0;
    this.unclear = [];
  }

  /** Everything known about a case. */
  packet(c: Case): Packet {
    return packetOf(c, this.content, this.walk, {
      audience: this.audience,
      channel: this.message.channel,
      person: this.helped ?? this.message.person,
      language: this.#read(c.report).language,
    });
  }

  /** Whether agents have a ticket of this conversation. */
  get atDesk(): boolean {
    return this.desk !== null && this.desk.state !== 'closed';
  }

  /** The person's side of a ticket. */
  get party(): Party {
    return partyOf(this.message, this.helped);
  }

  /** Puts a ticket before the agents. */
  request(ticket: Ticket): void {
    const to = ticketConversation(ticket.id);
    this.passes.push({
      to,
      id: `${this.message.id}:request`,
      news: { kind: 'request', ticket, party: this.party },
      via: this.party,
    });
  }

  /** Tells the ticket that agents have of this conversation. */
  tell(news: News): void {
    if (!this.desk) return;
    const to = ticketConversation(this.desk.ticket);
    this.passes.push({ to, id: `${this.message.id}:${news.kind}`, news, via: this.party });
  }

  /** Rings after so long; a second one of the same name replaces the first. */
  ring(name: string, ms: number | null): void {
    this.timers.push({ name, at: ms === null ? null : new Date(Date.parse(this.message.at) + ms).toISOString() });
  }

  /** Keeps words that were not recognised, for whoever takes over. */
  remember(text: string): void {
    if (text !== '' && !this.unclear.includes(text)) this.unclear = [...this.unclear, text].slice(-5);
  }

  /** The case is left as it is: nobody can say how it ended. */
  abandon(): void {
    if (!this.case) return;
    this.ends.push({
      conversation: this.message.conversation,
      caseId: this.case.id,
      intent: this.case.intent,
      outcome: 'unknown',
      rating: null,
      at: this.message.at,
    });
    this.case = null;
  }

  /** The packs that "it doesn't work" could be said of, in the order they are offered. */
  get products(): readonly Pack[] {
    return [...this.content.packs.values()].filter((pack) => pack.generic !== null);
  }

  /** A case made of nothing but what was said, for people who want an agent at once. */
  bareCase(): Case {
    if (this.message.kind === 'said') this.remember(this.message.text);
    const report = this.unclear.join('\n');
    const reading = this.#read(report);
    return {
      id: this.message.id,
      title: '',
      intent: null,
      guesses: reading.guesses,
      report,
      evidence: null,
      slots: reading.slots,
      frames: [],
      trail: [],
      workOrder: [],
      accepted: [],
      mentioned: [],
      startedAt: this.message.at,
    };
  }
}
