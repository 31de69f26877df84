import type { Audience, Slots } from './content.ts';
import type { Alarm, OutgoingEvent, Timer } from './desk.ts';
import type { Image, Job } from './job.ts';
import type { Message } from './message.ts';
import type { Person, Route } from './person.ts';
import type { Guess } from './reading.ts';
import type { Choice, Reply } from './reply.ts';
import type { CaseEnd, How, Ticket } from './ticket.ts';

/** Where a walkthrough stands: by the step's name, never its number. Visits stack up, the last frame is the current one. */
export interface Frame {
  readonly walkthrough: string;
  readonly step: string;
  /** The walkthrough's hash when this was saved. */
  readonly hash: string;
}

/** An answered step, with all that is needed to go back to before it. */
export interface Answered {
  readonly step: string;
  readonly asked: string;
  readonly answer: string;
  readonly how: How;
  readonly before: { readonly frames: readonly Frame[]; readonly slots: Slots; readonly intent: string | null };
}

/** One problem being worked on. */
export interface Case {
  /** The message it began with. */
  readonly id: string;
  /** The problem's name, for lists. */
  readonly title: string;
  readonly intent: string | null;
  readonly guesses: readonly Guess[];
  readonly report: string;
  readonly evidence: string | null;
  readonly slots: Slots;
  readonly frames: readonly Frame[];
  readonly history: readonly Answered[];
  readonly workOrder: readonly string[];
  /** Steps whose risk was accepted, and slots whose being known was mentioned. */
  readonly accepted: readonly string[];
  readonly mentioned: readonly string[];
  readonly startedAt: string;
}

/** What the person was asked last, so that typed answers, numbers and old buttons can be told apart. */
export interface Question {
  readonly asked: number;
  readonly choices: readonly Choice[];
  readonly controls: readonly Choice[];
  /** The slot a typed answer would fill. */
  readonly slot: string | null;
}

/** What the journal knows of any conversation's state. It is plain data, stored as JSON. */
export interface Saved {
  /** The number of the last question. */
  readonly asked: number;
  /** Where several people can write: whom we help here. */
  readonly helped: Person | null;
  /** What is under way. */
  readonly case: { readonly title: string } | null;
  /** What agents have of it; states saved before there was a desk lack it. */
  readonly desk?: { readonly title: string; readonly state: 'waiting' | 'held' | 'closed' } | null;
}

/** The name of what is under way, with us or with agents. */
export function openOf(state: Saved | null): string | null {
  const desk = state?.desk;
  return state?.case?.title ?? (desk && desk.state !== 'closed' ? desk.title : null);
}

/** The person's side of a ticket that agents have. */
export interface OpenTicket {
  readonly ticket: string;
  /** The problem's name, for lists. */
  readonly title: string;
  readonly state: 'waiting' | 'held' | 'closed';
  readonly holder: Person | null;
  /** Whether the walkthrough goes on meanwhile; what is written then is for the bot. */
  readonly walks: boolean;
  /** The case as it was handed over, to go on with. */
  readonly kept: Case | null;
  /** The slot an agent asks for. */
  readonly slot: string | null;
  readonly closedAt: string | null;
  /** What the person added to the summary, and the parts they left out: so it stays, whatever is found since. */
  readonly added?: readonly string[];
  readonly leftOut?: readonly string[];
  /** The jobs that carry pictures which agents took back. */
  readonly takenBack?: readonly string[];
}

/** All a person's conversation remembers between two messages. */
export interface ConversationState extends Saved {
  readonly dialogs: readonly unknown[];
  readonly audience: Audience;
  readonly case: Case | null;
  readonly question: Question | null;
  readonly asked: number;
  /** How often in a row something did not help, or was not understood. */
  readonly unhelped: number;
  readonly unanswered: number;
  /** What was written since the last case and not recognised; states saved before it existed lack it. */
  readonly misread?: readonly string[];
  /** The last hand-over, so that asking again for a person does not write a second ticket. */
  readonly lastTicket: string | null;
  readonly lastAt: string | null;
  /** The job whose result is awaited, and what was said when it began. */
  readonly awaited: Expected | null;
  readonly desk?: OpenTicket | null;
  /** Whether others read along where the person wrote last: what nobody wrote here is answered there too. */
  readonly shared?: boolean;
  /** How many codes in a row were wrong. */
  readonly wrongCodes?: number;
  /** The job whose code is awaited. */
  readonly code?: string | null;
  /** What was only fixed for now, to be asked about again. */
  readonly checkBack?: Case | null;
  /** The pack the conversation is about; states saved before there were several lack it. */
  readonly product?: string | null;
}

/** What a result belongs to: the message that led to it. */
export interface Expected {
  readonly job: string;
  readonly message: string;
  readonly text: string;
  /** Whether others read along; states saved before it was noted lack it. */
  readonly shared?: boolean;
  /** The pictures that are being read. */
  readonly images?: readonly Image[];
}

/** All that follows from one message. */
export interface TurnResult<S extends Saved = ConversationState> {
  readonly state: S;
  readonly replies: readonly Reply[];
  /** What is said elsewhere than where the message came from. */
  readonly posts: readonly { readonly route: Route; readonly reply: Reply }[];
  readonly tickets: readonly Ticket[];
  readonly ends: readonly CaseEnd[];
  readonly jobs: readonly Job[];
  /** What other conversations are told. */
  readonly outgoing: readonly OutgoingEvent[];
  readonly timers: readonly Timer[];
  readonly alarms: readonly Alarm[];
}

/** What a turn that only says something, or nothing, leads to besides. */
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

/** Handles one message. Pure: no network, no clock of its own; the same state and message always give the same result. */
export type Turn<S extends Saved = ConversationState> = (state: S | null, message: Message) => Promise<TurnResult<S>>;
