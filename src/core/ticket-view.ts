/** A ticket as the console shows it, and what the console asks of the rest of Firstline. */
import type { Person } from './person.ts';
import type { Choice, Delivery, Form } from './reply.ts';
import type { TicketPage, TicketQuery } from './store.ts';
import type { TicketEntry } from './ticket-entry.ts';

/** A ticket with everything that agents know about it, as plain text. */
export interface TicketView extends TicketEntry {
  /** Whether nobody waits: it is for information only. */
  readonly isFinding: boolean;
  /** The person's name as agents read it, and the place where they are, in words. */
  readonly who: string;
  /** The company account with which they signed in, in words; null where they did not, or where a platform knows them. */
  readonly account: { readonly by: string; readonly account: string } | null;
  readonly place: string;
  readonly isAdmin: boolean;
  readonly problem: { readonly title: string; readonly sure: string; readonly category: string | null } | null;
  readonly report: string;
  readonly evidence: string | null;
  /** The words that told the problem; none for a ticket whose client said it. */
  readonly telling: readonly string[];
  readonly facts: readonly { readonly title: string; readonly value: string }[];
  readonly tried: readonly { readonly asked: string; readonly answer: string }[];
  readonly workOrder: readonly { readonly text: string; readonly isDone: boolean }[];
  readonly added: readonly string[];
  readonly leftOut: readonly string[];
  /** The lines before the hand-over; `by` is null for the bot. */
  readonly transcript: readonly { readonly by: string | null; readonly text: string }[];
  readonly lines: readonly ThreadLine[];
  /** Actions of agents that are not done yet and can be undone. */
  readonly held: readonly HeldAction[];
  /** Answers that agents send often, filled in for this ticket. */
  readonly replies: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly choices: readonly Choice[];
  readonly forms: readonly Form[];
  /** The outcomes that a ticket can be closed with. */
  readonly outcomes: readonly Choice[];
}

/** An action that is held back for some seconds. */
export interface HeldAction {
  /** The id that the agent's browser gave it. */
  readonly id: string;
  /** The kind of action: `say`, `close`. */
  readonly what: string;
  readonly text: string;
  readonly files: ThreadLine['files'];
  readonly by: string;
  /** Whether it is the reader's own: only they can undo it. */
  readonly isMine: boolean;
  /** The time at which it is done. */
  readonly until: string;
}

/** A line of a ticket's thread. */
export interface ThreadLine {
  readonly id: string;
  readonly at: string;
  /**
   * `person`: the person's words; `agent`: an agent's words to the person; `note`: words for agents alone; `event`: what was
   * done; `whisper`: Firstline's answer to one agent.
   */
  readonly kind: 'person' | 'agent' | 'note' | 'event' | 'whisper';
  readonly by: string | null;
  readonly text: string;
  /** The times that stand in the text, in its order, with the words for them: readers see them by their own clock. */
  readonly times: readonly { readonly words: string; readonly at: string }[];
  readonly files: readonly { readonly ref: string; readonly name: string | null }[];
  /** Whether an agent's words reached the person; null while nobody knows, and for other lines. */
  readonly sent: Delivery | null;
  /** Whether its author changed it, or took it back. */
  readonly fate: 'changed' | 'gone' | null;
}

/** An agent's action on a ticket: `choice` as the desk reads it (`claim`, `say`, `close:fixed`), with the words for it. */
export interface ConsoleAction {
  /** Made by the browser: an action that is sent twice counts once. */
  readonly id: string;
  readonly choice: string;
  readonly text: string;
  /** Files that were kept before, by the ids that `keepFile` gave them; left out for none. */
  readonly files?: readonly { readonly ref: string; readonly name: string }[];
}

/** Tickets, as the console uses them. */
export interface DeskBook {
  page(query: TicketQuery): Promise<TicketPage>;
  counts(agent: string): Promise<{ readonly waiting: number; readonly mine: number }>;
  /** A ticket as lists show it now; null where there is none. */
  entry(ticket: string): Promise<TicketEntry | null>;
  /** A ticket as an agent sees it; null where there is none. */
  view(ticket: string, reader: Person): Promise<TicketView | null>;
  /** Hands an agent's action in; resolves once it is safe. False where there is no such ticket. */
  act(ticket: string, by: Person, action: ConsoleAction): Promise<boolean>;
  /** Keeps a file of an agent for a ticket, under an id of the browser's; answers its reference, or null for no ticket. */
  keepFile(ticket: string, by: Person, id: string, bytes: Uint8Array): Promise<string | null>;
  /** Tells a ticket that nobody at its desk could be called. */
  unheard(ticket: string): Promise<void>;
  /** A picture or file of a ticket's thread; null where it is not kept. */
  file(ticket: string, ref: string): Promise<Uint8Array | null>;
  /** Makes a ticket to try the console with, in a conversation of its own. */
  sample(): Promise<void>;
}
