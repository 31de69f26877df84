import type { Audience, Slots } from './content.ts';
import type { Job } from './job.ts';
import type { Message } from './message.ts';
import type { Person } from './person.ts';
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
  readonly trail: readonly Answered[];
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

/** All a conversation remembers between two messages. Plain data: it is stored as JSON. */
export interface ConversationState {
  readonly dialogs: readonly unknown[];
  readonly audience: Audience;
  readonly case: Case | null;
  readonly question: Question | null;
  readonly asked: number;
  /** How often in a row something did not help, or was not understood. */
  readonly noes: number;
  readonly unknowns: number;
  /** What was written since the last case and not recognised; states saved before it existed lack it. */
  readonly unclear?: readonly string[];
  /** The last hand-over, so that asking again for a person does not write a second ticket. */
  readonly lastTicket: string | null;
  readonly lastAt: string | null;
  /** Where several people can write: whom we help here. */
  readonly helped: Person | null;
  /** The job whose result is awaited, and what was said when it began. */
  readonly awaited: Expected | null;
}

/** What a result belongs to: the message that led to it. */
export interface Expected {
  readonly job: string;
  readonly message: string;
  readonly text: string;
  /** Whether others read along; states saved before it was noted lack it. */
  readonly shared?: boolean;
}

/** All that follows from one message. */
export interface TurnResult {
  readonly state: ConversationState;
  readonly replies: readonly Reply[];
  readonly tickets: readonly Ticket[];
  readonly ends: readonly CaseEnd[];
  readonly jobs: readonly Job[];
}

/** Handles one message. Pure: no network, no clock of its own; the same state and message always give the same result. */
export type Turn = (state: ConversationState | null, message: Message) => Promise<TurnResult>;
