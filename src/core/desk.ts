/**
 * The desk's vocabulary: the events between a person's conversation, a ticket and a desk, and the settings of desks.
 */
import type { FaultCode } from './faults.ts';
import type { Image, MissingPart } from './job.ts';
import type { MessagePart } from './message-part.ts';
import type { Person, Route } from './person.ts';
import type { Delivery, Outcome, Place } from './reply.ts';
import type { TextSpan } from './text.ts';
import type { CaseSummary, Ticket } from './ticket.ts';

/** The person's side of a ticket: the place where the person talks with the bot now. */
export interface PersonSide extends Route {
  readonly conversation: string;
  readonly person: Person | null;
}

/** A message of a conversation that nobody wrote: from a timer, from the sender, or from the other side of a ticket. */
export type ConversationEvent =
  /** A timer of this conversation rang. */
  | { readonly kind: 'due'; readonly name: string }
  /** The sending of a reply ended; `about` is the message the reply carried, or the name its receipt was given. */
  | { readonly kind: 'receipt'; readonly about: string; readonly as: Delivery; readonly why: string | null }
  | FromPerson
  | FromTicket
  | FromDesk
  | AboutCode;

/** The person's answer to an agent's question; `urgent` where it is what they told unasked, and makes the case worse. */
export interface PersonAnswer {
  readonly slot: string;
  readonly value: string;
  readonly title: string;
  readonly urgent?: boolean;
}

/** Events from the person's conversation to the ticket. */
export type FromPerson =
  | { readonly kind: 'request'; readonly ticket: Ticket; readonly personSide: PersonSide }
  /** More was found out since; `summary` is the whole case summary as it is now. */
  | { readonly kind: 'found'; readonly summary: CaseSummary }
  | {
      readonly kind: 'words';
      readonly message: string;
      readonly text: string;
      readonly images: readonly Image[];
      /** The parts that are neither in the text nor among the images. */
      readonly parts?: readonly MessagePart[];
      readonly personSide: PersonSide;
      /** The answers that the words hold, and whether the person goes on with the walkthrough; left out for none, and for no. */
      readonly answers?: readonly PersonAnswer[];
      /** Set where the words tell of something that comes before everything else. */
      readonly urgent?: true;
      readonly walks?: true;
    }
  /** Files of an agent's message that did not reach the person, though its words did. */
  | { readonly kind: 'missed'; readonly message: string; readonly parts: readonly MissingPart[] }
  /** `began`: the message is the one the case began with, so the summary holds its text too. */
  | {
      readonly kind: 'edited';
      readonly message: string;
      readonly text: string;
      readonly parts?: readonly MessagePart[];
      readonly began: boolean;
    }
  | { readonly kind: 'deleted'; readonly message: string; readonly began: boolean }
  /** The person chose an answer to an agent's question. */
  | ({ readonly kind: 'answered' } & PersonAnswer)
  /**
   * The person left the queue, was helped by the walkthrough after all, went on with it meanwhile, or asks how things
   * stand.
   */
  | { readonly kind: 'left' | 'solved' | 'walks' | 'asks' }
  | { readonly kind: 'rated'; readonly rating: string | null; readonly text: string | null }
  | { readonly kind: 'reopened'; readonly text: string; readonly personSide: PersonSide }
  /** The person goes on in another place, or has said who they are. */
  | { readonly kind: 'moved' | 'signed-in'; readonly personSide: PersonSide };

/** A promised time; plain words in events that were stored before it was more; null for no promise. */
type Promised = TextSpan | string | null;

/** Events from the ticket to the person's conversation. */
export type FromTicket =
  /** `place` in the queue, from 1; `when` an agent should come, null where nothing is promised. */
  | { readonly kind: 'queued'; readonly place: number | null; readonly when: Promised; readonly closed: boolean }
  /** `kept`: whether somebody came by the time that was promised; left out where nothing was. */
  | {
      readonly kind: 'claimed' | 'handed';
      readonly by: Person;
      readonly kept?: boolean;
      /** Set where it answers the person, who asked how things stand. */
      readonly answers?: true;
      /** Set where the agent's first words follow at once, and tell that somebody came. */
      readonly speaks?: true;
    }
  /** No agent holds the ticket any more; it waits again. */
  | { readonly kind: 'released' }
  | {
      readonly kind: 'spoke';
      readonly message: string;
      readonly text: string;
      readonly images: readonly Image[];
      /** The place where the agent wrote, from which the pictures are fetched. */
      readonly from: Route & { readonly conversation: string };
      readonly by: Person;
      /** Set for the words with which the agent took the ticket. */
      readonly first?: true;
    }
  /** Files of the person's that did not reach the agents. */
  | { readonly kind: 'uncarried'; readonly parts: readonly MissingPart[] }
  | { readonly kind: 'respoke'; readonly message: string; readonly text: string; readonly by: Person }
  | { readonly kind: 'unspoke'; readonly message: string }
  | { readonly kind: 'question'; readonly slot: string; readonly by: Person; readonly first?: true }
  | { readonly kind: 'step'; readonly place: Place; readonly by: Person; readonly first?: true }
  | {
      readonly kind: 'closed';
      readonly outcome: Outcome;
      readonly text: string | null;
      readonly by: Person | null;
    }
  /** The desk ended the private link to the conversation. */
  | { readonly kind: 'unlinked' }
  /** The promised time passed without an agent; `when` is the new expected time. */
  | { readonly kind: 'late'; readonly when: Promised }
  /** Nobody at the desk has it open, and nobody could be called. */
  | { readonly kind: 'unheard' }
  /** A desk could not be reached: the next one is asked (`next`), or, where there is none, all of them again later. */
  | { readonly kind: 'unreached'; readonly next: boolean };

/** Events between a ticket and the desk that keeps the queue. */
export type FromDesk =
  | {
      readonly kind: 'waits';
      readonly ticket: string;
      readonly title: string;
      readonly since: string;
      /** Set where what was promised is about to break, or broke. */
      readonly soon?: true;
    }
  /** Somebody is to be told of a ticket, by a channel of alerts. */
  | { readonly kind: 'alert'; readonly ticket: string; readonly by: string; readonly soon: boolean }
  /** Nobody could be told of the ticket. */
  | { readonly kind: 'unheard' }
  | { readonly kind: 'held'; readonly ticket: string; readonly title: string; readonly by: Person }
  | { readonly kind: 'gone'; readonly ticket: string }
  | { readonly kind: 'place'; readonly place: number };

/** Events that move a case to the conversation in which its case code is given. */
export type AboutCode =
  | { readonly kind: 'issued'; readonly secret: string; readonly personSide: PersonSide; readonly until: string }
  /** A person gave the right code: the case goes to that person's side. */
  | { readonly kind: 'redeemed'; readonly personSide: PersonSide }
  | { readonly kind: 'wanted'; readonly secret: string; readonly personSide: PersonSide }
  | { readonly kind: 'refused' }
  /** The case itself: the state of the conversation it came from. */
  | { readonly kind: 'arrived'; readonly state: object };

/** An event from one conversation to another. It arrives once, in order, with the commit that holds its cause. */
export interface OutgoingEvent {
  readonly to: string;
  /** Together with the sending conversation, the id of the message it becomes; the same cause gives the same id. */
  readonly id: string;
  readonly event: ConversationEvent;
  readonly route: Route;
}

/**
 * A time at which a conversation gets the event `due`; null cancels it. A second timer of the same name replaces the
 * first.
 */
export interface Timer {
  readonly name: string;
  readonly at: string | null;
}

/** A log entry that an operator must see. */
export interface Alarm {
  readonly code: FaultCode;
  readonly what: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Whether a conversation belongs to a ticket, a desk or a code, rather than to a person. */
export function isDesks(conversation: string): boolean {
  return /^(ticket|desk|code|alert):/.test(conversation);
}

/** Names the receipt of the reply with the ticket's number, after a hand-over. */
export const TICKET_RECEIPT = 'the ticket';

/** The name of the receipt of a question that the bot asked, by the question's number. */
export function questionReceipt(asked: number): string {
  return `asked:${asked}`;
}

/** The name of a ticket's conversation, in which agents write. */
export function ticketConversation(ticket: string): string {
  return `ticket:${ticket}`;
}

/** The beginning of the names of conversations in which a sample ticket was made, to try the console with. */
export const SAMPLES = 'web:sample-';

/** The number of the ticket whose conversation it is; null for any other conversation. */
export function ticketOf(conversation: string): string | null {
  return conversation.startsWith('ticket:') ? conversation.slice('ticket:'.length) : null;
}

/** The name of the console as a channel: agents write there, and the ids of its users begin with it. */
export const CONSOLE_CHANNEL = 'console';

/**
 * The names of the channels of alerts, by webhook and by mail: a reply to them is the number of a ticket that waits at a desk in
 * the browser, and the reason of the alert.
 */
export const ALERT_CHANNEL = 'alert';
export const MAIL_CHANNEL = 'alert-mail';

/** The time for which a case code opens its case, in minutes. */
export const CODE_MINUTES = 20;
/** Letters and digits that are not mistaken for one another over the telephone. */
export const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /^(?:(?:case\s+)?code\s*:?\s*([0-9a-z]{5})[\s-]?([0-9a-z]{5})|([0-9a-z]{5})-([0-9a-z]{5}))\.?$/i;

/**
 * Reads a case code as somebody typed it. Its first half names the code's conversation and may appear in logs, its
 * second half is the secret. Null where the text is no code.
 */
export function readCode(text: string): { readonly conversation: string; readonly secret: string } | null {
  const found = CODE.exec(text.trim());
  // "Code: 0x80072ee7" is an error code.
  if (found && /\b0x[0-9a-f]{8}\b/i.test(text)) return null;
  const name = found?.[1] ?? found?.[3];
  const secret = found?.[2] ?? found?.[4];
  if (!name || !secret || !/\d/.test(name + secret)) return null;
  const plain = (part: string): string => part.toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  return { conversation: `code:${plain(name)}`, secret: plain(secret) };
}

/** The hours at which agents are at a desk. */
export interface Hours {
  /** An IANA time zone: `Europe/Berlin`. */
  readonly zone: string;
  /** By day of the week, 1 for Monday: the open stretches of the day, as `09:00`. */
  readonly days: Readonly<Record<number, readonly (readonly [from: string, to: string])[]>>;
  /** Days off, as `2026-12-25`. */
  readonly closed: readonly string[];
}

/** A place where agents work. */
export interface Desk {
  readonly name: string;
  /** The channel that holds the desk, and the place in the channel's own words. */
  readonly route: Route;
  /** Null where an agent is always there, or where no hours are set. */
  readonly hours: Hours | null;
  /** The time within which an agent should come, in minutes of the desk's hours; null where nothing is promised. */
  readonly answer: number | null;
  /** The time after which an unclaimed ticket is brought up again, in minutes of the desk's hours. */
  readonly remind: number;
  /**
   * `marked`: only marked lines that agents write in a ticket's thread go to the person. `open`: all lines but the
   * marked ones do.
   */
  readonly talk: 'marked' | 'open';
}

/** The tickets a desk is for; an empty list fits every ticket. */
export interface DeskRule {
  readonly desk: string;
  readonly category: readonly string[];
  readonly pack: readonly string[];
  readonly audience: readonly string[];
  readonly language: readonly string[];
  /** Whether the rule holds only during the desk's hours. */
  readonly open: boolean;
}

/** The desks, and the rules by which tickets find them. */
export interface Desks {
  readonly desks: ReadonlyMap<string, Desk>;
  /**
   * In order: the first rule that fits decides the desk; the desks of the others are asked when it can't be reached or
   * does not answer.
   */
  readonly routes: readonly DeskRule[];
}
