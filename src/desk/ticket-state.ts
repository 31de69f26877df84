/** The state of a ticket's conversation. */
import type { Saved } from '../core/conversation.ts';
import type { PersonSide } from '../core/desk.ts';
import type { Image } from '../core/job.ts';
import type { Person, Route } from '../core/person.ts';
import type { Outcome } from '../core/reply.ts';
import type { Ticket } from '../core/ticket.ts';

/** An action of an agent that is held back, so that it can be undone. */
export interface HeldBack {
  /** The id of the agent's message. */
  readonly id: string;
  /** The action as if nothing were held back: `say`, `close:fixed`. */
  readonly choice: string;
  readonly text: string;
  readonly images: readonly Image[];
  readonly shortened: boolean;
  readonly by: Person;
  /** The time at which it is done. */
  readonly until: string;
}

/** Everything that a ticket remembers. Its conversation is the thread at the desk. */
export interface TicketState extends Saved {
  readonly case: null;
  readonly ticket: Ticket;
  /** The person's side. */
  readonly personSide: PersonSide;
  /** The message whose first reply is the transcript, and the time up to which it reaches. */
  readonly transcript?: { readonly message: string; readonly until: string };
  /**
   * The time at which the person moved to the current place with a case code: earlier lines there belong to other
   * cases.
   */
  readonly cameAt?: string;
  readonly state: 'waiting' | 'held' | 'closed';
  readonly holder: Person | null;
  /** The names of the desks to ask, in order, and the index of the one that has it. */
  readonly path: readonly string[];
  readonly at: number;
  /** The message whose first reply is the head of the thread. */
  readonly head: string;
  /** Whether the head is known to stand at the desk. */
  readonly seen: boolean;
  /** Whether no desk could be reached: nothing is posted until the next try. */
  readonly lost: boolean;
  readonly place: number | null;
  /** Whether the person was told their place: not before agents can see the ticket. */
  readonly told: boolean;
  /** The time it began to wait, the time of its last change of state, and the promised time. */
  readonly since: string;
  readonly changedAt: string;
  readonly promised: string | null;
  readonly reminded: number;
  /** The time before which somebody must be reminded of the promise (left out without one), and that of the last reminder. */
  readonly soonAt?: string | null;
  readonly calledAt?: string;
  /** The number of broken promises, and the number of times that all desks were tried in vain. */
  readonly late: number;
  readonly tries: number;
  readonly closed: {
    readonly outcome: Outcome;
    readonly by: Person | null;
    readonly how: 'agent' | 'left' | 'solved';
  } | null;
  /** Whether an agent said that the problem was recognised wrongly: kept, to learn from. */
  readonly wrong: boolean;
  /**
   * Agents' lines to the person, by message id, with their place: to mark them there, and to change them with the
   * agent's message.
   */
  readonly spoken: Readonly<
    Record<
      string,
      {
        readonly route: Route;
        readonly text: string;
        /** The parts of the agent's message that stay at the desk, by name; left out for none. */
        readonly stays?: string;
        /** Whether it has files and no words; left out for no. */
        readonly wordless?: true;
      }
    >
  >;
  /** The time since which the person waits for an answer. */
  readonly unanswered: string | null;
  /** The jobs that carry pictures which the person took back. */
  readonly takenBack?: readonly string[];
  /** Whether an agent ended the private link to the person's conversation. */
  readonly linkRevoked?: boolean;
  /** The lines of the work order that agents ticked off; left out for none. */
  readonly done?: readonly string[];
  /** How the person rated it, with the line they wrote; left out while they did not. */
  readonly rated?: { readonly rating: string | null; readonly text: string | null; readonly at: string };
  /** Actions of agents that can still be undone; left out for none. */
  readonly heldBack?: readonly HeldBack[];
  /** The action by which the holder took the ticket, as long as it can be undone, and the time of the last change before; left out for none. */
  readonly taking?: { readonly id: string; readonly at: string; readonly until: string; readonly changedAt: string };
  /** Whether the person was told that nobody at the desk could be called; left out for no. */
  readonly unheard?: true;
  /** The job that makes a case code, and the agent who asked for it. */
  readonly code: { readonly job: string; readonly for: Person | null } | null;
}

/** The state without a claim that can still be undone. */
export function withoutTaking(state: TicketState): TicketState {
  const { taking: _, ...rest } = state;
  return rest;
}
