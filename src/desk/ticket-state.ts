import type { Saved } from '../core/conversation.ts';
import type { PersonSide } from '../core/desk.ts';
import type { Person, Route } from '../core/person.ts';
import type { Outcome } from '../core/reply.ts';
import type { Ticket } from '../core/ticket.ts';

/** All a ticket remembers. Its conversation is the thread at the desk. */
export interface TicketState extends Saved {
  readonly case: null;
  readonly ticket: Ticket;
  /** The person's side. */
  readonly personSide: PersonSide;
  /** The message whose first answer is the transcript, and until when it tells. */
  readonly transcript?: { readonly message: string; readonly until: string };
  /** When they came to where they are, with a code: what was said there before belongs to nothing of this. */
  readonly cameAt?: string;
  readonly state: 'waiting' | 'held' | 'closed';
  readonly holder: Person | null;
  /** The desks to ask, in order, and which of them has it. */
  readonly path: readonly string[];
  readonly at: number;
  /** The message whose first answer is the head of the thread. */
  readonly head: string;
  /** Whether the head stands there, as far as anybody knows. */
  readonly seen: boolean;
  /** No desk could be reached: nothing is put there until it is tried again. */
  readonly lost: boolean;
  readonly place: number | null;
  /** Whether the person was told their place: not before the ticket stands where agents see it. */
  readonly told: boolean;
  /** When it came in, was taken or closed last; and what was promised. */
  readonly since: string;
  readonly changedAt: string;
  readonly promised: string | null;
  readonly reminded: number;
  /** How many promises were broken, and how often all desks were tried in vain. */
  readonly late: number;
  readonly tries: number;
  readonly closed: {
    readonly outcome: Outcome;
    readonly by: Person | null;
    readonly how: 'agent' | 'left' | 'solved';
  } | null;
  /** An agent said that the problem was taken for another one: kept, to learn from. */
  readonly wrong: boolean;
  /** What agents said to the person, and where they wrote it: to mark it, and to change it with them. */
  readonly spoken: Readonly<Record<string, { readonly route: Route; readonly text: string }>>;
  /** Since when the person waits for an answer. */
  readonly unanswered: string | null;
  /** The jobs that carry pictures the person took back. */
  readonly takenBack?: readonly string[];
  /** The job whose code is awaited, and who asked for it. */
  readonly code: { readonly job: string; readonly for: Person | null } | null;
}
