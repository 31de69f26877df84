/** The state of a conversation, and the result of one turn of it. */
import type { CaseRecord } from './case-record.ts';
import type { Audience, Slots } from './content.ts';
import type { Alarm, OutgoingEvent, Timer } from './desk.ts';
import type { Image, Job } from './job.ts';
import type { Lesson } from './lesson.ts';
import type { Message } from './message.ts';
import type { Person, Route } from './person.ts';
import type { PhraseKey } from './phrase-keys.ts';
import type { Guess } from './reading.ts';
import type { Choice, Placement, Reply } from './reply.ts';
import type { CaseEnd, How, Ticket } from './ticket.ts';
import type { WrittenEntry } from './ticket-entry.ts';

/**
 * The place in a walkthrough: a step by its name, never its number. Visits stack up; the last frame is the current one.
 */
export interface Frame {
  readonly walkthrough: string;
  readonly step: string;
  /** The walkthrough's hash when the state was saved. */
  readonly hash: string;
}

/** An answered step, with the case before it, so that "back" can return there. */
export interface Answered {
  readonly step: string;
  readonly asked: string;
  readonly answer: string;
  readonly how: How;
  readonly before: {
    readonly frames: readonly Frame[];
    readonly slots: Slots;
    readonly intent: string | null;
    /** Missing in states saved before it was noted. */
    readonly workOrder?: readonly string[];
  };
  /** Whether it told more than was asked, as a report does that names the problem; missing where not. */
  readonly isReport?: boolean;
}

/** One problem being worked on. */
export interface Case {
  /** The id of the message that began it. */
  readonly id: string;
  /** The problem's title, for lists. */
  readonly title: string;
  readonly intent: string | null;
  readonly guesses: readonly Guess[];
  readonly report: string;
  readonly evidence: string | null;
  readonly slots: Slots;
  readonly frames: readonly Frame[];
  readonly history: readonly Answered[];
  readonly workOrder: readonly string[];
  /**
   * Steps whose risk the person accepted (`accepted`), and slots that the bot has said it knows already (`mentioned`).
   */
  readonly accepted: readonly string[];
  readonly mentioned: readonly string[];
  readonly startedAt: string;
  /** Whether agents must know at once; missing where they need not. */
  readonly urgent?: boolean;
  /** Slots that make it worse and were told after its beginning; missing where there are none. */
  readonly late?: readonly string[];
  /** Whether the person was asked about an alarm, and said that there is none; missing where not. */
  readonly calm?: boolean;
  /** The ticket that it was written down as before it went on; missing where there is none. */
  readonly ticket?: string;
  /** The problem that was told beside it, to come back to; missing where there is none. */
  readonly later?: string;
  /** The words in which it was told, where it is not sure which problem they are; missing where it is. */
  readonly laterSaid?: string;
}

/** The last question, so that typed answers, numbers and old buttons can be told apart. */
export interface Question {
  readonly asked: number;
  readonly choices: readonly Choice[];
  readonly controls: readonly Choice[];
  /** The slot that a typed answer fills. */
  readonly slot: string | null;
}

/** The part of every conversation's state that the journal reads. The state is plain data, stored as JSON. */
export interface Saved {
  /** The number of the last question. */
  readonly asked: number;
  /** The person the bot helps here; null in a place for one person. */
  readonly helped: Person | null;
  /** The problem under way. */
  readonly case: { readonly title: string } | null;
  /** The ticket that agents have; missing in states saved before there was a desk. */
  readonly desk?: { readonly title: string; readonly state: 'waiting' | 'held' | 'closed' } | null;
  /** Records of the last cases, oldest first; missing in states saved before it was noted. */
  readonly records?: readonly CaseRecord[];
}

/** The title of the problem under way, with the bot or with agents; null where there is none. */
export function openOf(state: Saved | null): string | null {
  const desk = state?.desk;
  return state?.case?.title ?? (desk && desk.state !== 'closed' ? desk.title : null);
}

/** A ticket at the desk, as the person's conversation remembers it. */
export interface OpenTicket {
  readonly ticket: string;
  /** The problem's title, for lists. */
  readonly title: string;
  readonly state: 'waiting' | 'held' | 'closed';
  readonly holder: Person | null;
  /** Whether the walkthrough goes on meanwhile; messages are for the bot then. */
  readonly walks: boolean;
  /** The case as it was handed over, to go on with later. */
  readonly kept: Case | null;
  /** The slot that an agent asked the person for. */
  readonly slot: string | null;
  readonly closedAt: string | null;
  /** The person's additions to the summary, and the parts they left out; both still hold for later findings. */
  readonly added?: readonly string[];
  readonly leftOut?: readonly string[];
  /** Jobs carrying pictures that agents took back meanwhile. */
  readonly takenBack?: readonly string[];
}

/** Everything that a person's conversation remembers between two messages. */
export interface ConversationState extends Saved {
  readonly dialogs: readonly unknown[];
  /** The last reply, which the ticket's answer may still join; missing where it can't. */
  readonly joins?: {
    readonly message: string;
    readonly at: string;
    readonly before: Extract<Placement, { kind: 'joined' }>['before'];
  };
  /** The person who was called by name in a place where others read along; missing before that. */
  readonly called?: string;
  readonly audience: Audience;
  readonly case: Case | null;
  readonly question: Question | null;
  readonly asked: number;
  /**
   * Counts in a row: answers that it did not help (`unhelped`), and messages the bot did not understand (`unanswered`).
   */
  readonly unhelped: number;
  readonly unanswered: number;
  /** Texts since the last case that were not recognised; missing in states saved before it existed. */
  readonly misread?: readonly string[];
  /** The id of the person's last message, where it was not understood: a correction of it is read in its place. */
  readonly misreadId?: string | undefined;
  /** The number of the last ticket, so that asking again for an agent does not write a second one. */
  readonly lastTicket: string | null;
  readonly lastAt: string | null;
  /** The time at which a picture came, or the person heard that none did; missing where there was neither. */
  readonly pictureAt?: string;
  /** The job whose result is awaited, with the message that began it. */
  readonly awaited: Expected | null;
  readonly desk?: OpenTicket | null;
  /** Whether others read along in the place where the person wrote last: replies to events follow it. */
  readonly shared?: boolean;
  /** The number of wrong case codes in a row. */
  readonly wrongCodes?: number;
  /** The job that makes the case code. */
  readonly code?: string | null;
  /** The case that was fixed only for now, to be asked about again. */
  readonly checkBack?: Case | null;
  /** The last case at its end, where something could make it worse: it goes on then. Missing in older states. */
  readonly ended?: Case | null;
  /** The other language that the person writes, once they were told that the bot does not; missing in older states. */
  readonly language?: string | null;
  /** The number of the question that was asked again because nobody could say whether it arrived: it is asked again once. */
  readonly askedAgain?: number;
  /** The pack that the conversation is about; missing in states saved before there were several packs. */
  readonly product?: string | null;
}

/** An awaited job result, with the message that led to the job. */
export interface Expected {
  readonly job: string;
  readonly message: string;
  readonly text: string;
  /** Whether others read along; missing in states saved before it was noted. */
  readonly shared?: boolean;
  /** The pictures being read. */
  readonly images?: readonly Image[];
  /** Sentences about what else came with the message; the answer begins with them. */
  readonly named?: readonly { readonly key: PhraseKey; readonly values: Readonly<Record<string, string>> }[];
}

/** Everything that follows from one message. */
export interface TurnResult<S extends Saved = ConversationState> {
  readonly state: S;
  readonly replies: readonly Reply[];
  /** Replies to other places than the one the message came from. */
  readonly posts: readonly { readonly route: Route; readonly reply: Reply }[];
  readonly tickets: readonly Ticket[];
  readonly ends: readonly CaseEnd[];
  readonly jobs: readonly Job[];
  /** Events for other conversations. */
  readonly outgoing: readonly OutgoingEvent[];
  readonly timers: readonly Timer[];
  readonly alarms: readonly Alarm[];
  /** The ticket as lists show it; left out by conversations that are no ticket's. */
  readonly entry?: WrittenEntry;
  /** Words that were not understood; left out for none. */
  readonly lessons?: readonly Lesson[];
  /** The messages that were taken back or changed: what was kept to learn from them goes. Left out for none. */
  readonly unlearned?: readonly string[];
}

/** The remaining fields of a turn that only replies, or does nothing. */
export const NOTHING_ELSE = {
  replies: [],
  posts: [],
  tickets: [],
  ends: [],
  jobs: [],
  outgoing: [],
  timers: [],
  alarms: [],
} as const satisfies Partial<TurnResult>;

/**
 * Handles one message. Pure: no network, no clock of its own; the same state and message always give the same result.
 */
export type Turn<S extends Saved = ConversationState> = (state: S | null, message: Message) => Promise<TurnResult<S>>;
