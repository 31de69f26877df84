import type { FaultCode } from './faults.ts';
import type { Image } from './job.ts';
import type { Person, Route } from './person.ts';
import type { Delivery, Outcome, Place } from './reply.ts';
import type { CaseSummary, Ticket } from './ticket.ts';

/** The person's side of a ticket: where they talk to us now. */
export interface PersonSide extends Route {
  readonly conversation: string;
  readonly person: Person | null;
}

/** What a conversation hears that nobody wrote into it: from a timer, from the sending, from the other side of a ticket. */
export type ConversationEvent =
  /** A timer of its own rang. */
  | { readonly kind: 'due'; readonly name: string }
  /** How the sending of a reply ended; `about` is the message the reply carried, or the name it was given. */
  | { readonly kind: 'receipt'; readonly about: string; readonly as: Delivery; readonly why: string | null }
  | FromPerson
  | FromTicket
  | FromDesk
  | AboutCode;

/** What a ticket is told by the person's conversation. */
export type FromPerson =
  | { readonly kind: 'request'; readonly ticket: Ticket; readonly personSide: PersonSide }
  /** More was found out since: the summary as it is now. */
  | { readonly kind: 'found'; readonly summary: CaseSummary }
  | {
      readonly kind: 'words';
      readonly message: string;
      readonly text: string;
      readonly images: readonly Image[];
      readonly personSide: PersonSide;
    }
  /** `began`: it is what the case began with, so the summary has it too. */
  | { readonly kind: 'edited'; readonly message: string; readonly text: string; readonly began: boolean }
  | { readonly kind: 'deleted'; readonly message: string; readonly began: boolean }
  /** The answer to what an agent asked. */
  | { readonly kind: 'answered'; readonly slot: string; readonly value: string; readonly title: string }
  /** Left the queue, was helped by the walkthrough after all, went on with it meanwhile, or asks where things stand. */
  | { readonly kind: 'left' | 'solved' | 'walks' | 'asks' }
  | { readonly kind: 'rated'; readonly rating: string | null; readonly text: string | null }
  | { readonly kind: 'reopened'; readonly text: string; readonly personSide: PersonSide }
  | { readonly kind: 'moved'; readonly personSide: PersonSide };

/** What the person's conversation is told by the ticket. */
export type FromTicket =
  /** `place` in the queue from 1, `when` somebody should come, in words; null where nothing is promised. */
  | { readonly kind: 'queued'; readonly place: number | null; readonly when: string | null; readonly closed: boolean }
  | { readonly kind: 'claimed' | 'handed'; readonly by: Person }
  /** Nobody has it any more; it waits again. */
  | { readonly kind: 'released' }
  | {
      readonly kind: 'spoke';
      readonly message: string;
      readonly text: string;
      readonly images: readonly Image[];
      /** Where the agent wrote it, for who fetches the pictures. */
      readonly from: Route & { readonly conversation: string };
      readonly by: Person;
    }
  | { readonly kind: 'respoke'; readonly message: string; readonly text: string; readonly by: Person }
  | { readonly kind: 'unspoke'; readonly message: string }
  | { readonly kind: 'question'; readonly slot: string; readonly by: Person }
  | { readonly kind: 'step'; readonly place: Place; readonly by: Person }
  | {
      readonly kind: 'closed';
      readonly outcome: Outcome;
      readonly text: string | null;
      readonly by: Person | null;
    }
  /** The promise passed and nobody came; `when` it is hoped for now. */
  | { readonly kind: 'late'; readonly when: string | null }
  /** A desk could not be reached: the next one is asked, or, where there is none, all of them again later. */
  | { readonly kind: 'unreached'; readonly next: boolean };

/** Between a ticket and the desk that keeps the queue. */
export type FromDesk =
  | { readonly kind: 'waits'; readonly ticket: string; readonly title: string; readonly since: string }
  | { readonly kind: 'held'; readonly ticket: string; readonly title: string; readonly by: Person }
  | { readonly kind: 'gone'; readonly ticket: string }
  | { readonly kind: 'place'; readonly place: number };

/** The locked door: a case goes on where its code is given. */
export type AboutCode =
  | { readonly kind: 'issued'; readonly secret: string; readonly personSide: PersonSide; readonly until: string }
  /** Somebody gave the code; the case shall go to them. */
  | { readonly kind: 'redeemed'; readonly personSide: PersonSide }
  | { readonly kind: 'wanted'; readonly secret: string; readonly personSide: PersonSide }
  | { readonly kind: 'refused' }
  /** The case itself, as its state was. */
  | { readonly kind: 'arrived'; readonly state: object };

/** Something said by one conversation to another; it arrives once, in order, with the commit that holds what led to it. */
export interface OutgoingEvent {
  readonly to: string;
  /** Together with where it comes from, the id of the message it becomes: the same for the same cause. */
  readonly id: string;
  readonly event: ConversationEvent;
  readonly route: Route;
}

/** A time at which a conversation wants to hear `due`; null takes it back. A second one of the same name replaces the first. */
export interface Timer {
  readonly name: string;
  readonly at: string | null;
}

/** Something an operator must know. */
export interface Alarm {
  readonly code: FaultCode;
  readonly what: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Whether a conversation is a ticket's, a desk's or a code's, and not a person's. */
export function isDesks(conversation: string): boolean {
  return /^(ticket|desk|code):/.test(conversation);
}

/** The conversation of a ticket, in which agents write. */
export function ticketConversation(ticket: string): string {
  return `ticket:${ticket}`;
}

/** For so long a case code opens its case. */
export const CODE_MINUTES = 20;
/** Letters and digits that are not mistaken for one another over the telephone. */
export const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /^(?:(?:case\s+)?code\s*:?\s*([0-9a-z]{5})[\s-]?([0-9a-z]{5})|([0-9a-z]{5})-([0-9a-z]{5}))\.?$/i;

/**
 * A code as somebody typed it: the half that names its conversation, which logs may show, and the half that is the secret. Null
 * for what is no code.
 */
export function readCode(text: string): { readonly conversation: string; readonly secret: string } | null {
  const found = CODE.exec(text.trim());
  // "Code: 0x80072ee7" is an error's.
  if (found && /\b0x[0-9a-f]{8}\b/i.test(text)) return null;
  const name = found?.[1] ?? found?.[3];
  const secret = found?.[2] ?? found?.[4];
  if (!name || !secret || !/\d/.test(name + secret)) return null;
  const plain = (part: string): string => part.toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  return { conversation: `code:${plain(name)}`, secret: plain(secret) };
}

/** When agents are there. */
export interface Hours {
  /** An IANA time zone: `Europe/Berlin`. */
  readonly zone: string;
  /** By day of the week, 1 for Monday: the stretches of the day, as `09:00`. */
  readonly days: Readonly<Record<number, readonly (readonly [from: string, to: string])[]>>;
  /** Days off, as `2026-12-25`. */
  readonly closed: readonly string[];
}

/** A place where agents work. */
export interface Desk {
  readonly name: string;
  /** The channel it is in, and the channel's own words for where. */
  readonly route: Route;
  /** Null where somebody is always there, or nobody says when. */
  readonly hours: Hours | null;
  /** So soon somebody should come, in minutes of its hours; null where nothing is promised. */
  readonly answer: number | null;
  /** After so many minutes of its hours an unclaimed ticket is called to mind again. */
  readonly remind: number;
  /** Whether what agents write in a ticket's thread goes to the person unless marked, instead of only if it is. */
  readonly talk: 'marked' | 'open';
}

/** Which tickets a desk is for; what is empty fits everything. */
export interface DeskRule {
  readonly desk: string;
  readonly category: readonly string[];
  readonly pack: readonly string[];
  readonly audience: readonly string[];
  readonly language: readonly string[];
  /** Only while the desk's hours last. */
  readonly open: boolean;
}

/** Where tickets go. */
export interface Desks {
  readonly desks: ReadonlyMap<string, Desk>;
  /** In order: the first that fits gets the ticket, the others are asked when it can't be reached or does not answer. */
  readonly routes: readonly DeskRule[];
}
