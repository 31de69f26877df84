/** Tickets in lists: what is kept of each beside its state, so that lists and searches read an index and no whole ticket. */
import type { PersonSide } from './desk.ts';
import type { Message } from './message.ts';
import { isUnverified, type Person } from './person.ts';
import type { Outcome } from './reply.ts';
import type { Ticket } from './ticket.ts';

/** A ticket as a list shows it. */
export interface TicketEntry {
  readonly ticket: string;
  readonly state: 'waiting' | 'held' | 'closed';
  /** The name of the desk that has it; empty where no desk could be found. */
  readonly desk: string;
  readonly holder: Person | null;
  /** The person's name, and the channel they are in; `verified` where a platform vouches for who they are. */
  readonly person: string | null;
  readonly channel: string;
  readonly verified: boolean;
  /** The problem's title and the intent; null where it was not recognised. */
  readonly title: string | null;
  readonly intent: string | null;
  readonly urgent: boolean;
  /** The times (ISO 8601) since which it waits, of its last change of state, and that was promised. */
  readonly since: string;
  readonly changedAt: string;
  readonly promised: string | null;
  /** The time since which the person waits for an answer; null while they don't. */
  readonly unanswered: string | null;
  readonly outcome: Outcome | null;
  /** How the person rated it, what they wrote then, and when; null while they did not. */
  readonly rating: string | null;
  readonly ratingText: string | null;
  readonly ratedAt: string | null;
}

/** A ticket that its person rated. */
export interface RatedTicket {
  readonly ticket: string;
  readonly title: string | null;
  readonly intent: string | null;
  readonly channel: string;
  readonly rating: string | null;
  readonly text: string | null;
  readonly at: string;
}

/** An entry to be written, with the words by which the ticket is found from now on. */
export interface WrittenEntry extends TicketEntry {
  readonly words: readonly string[];
  /** Whether earlier words no longer count, because somebody took back or changed what they wrote. */
  readonly replaces: boolean;
}

/** The parts of a ticket's state that its entry is made of. */
export interface ListedState {
  readonly ticket: Ticket;
  readonly personSide: Pick<PersonSide, 'person' | 'channel'>;
  readonly state: TicketEntry['state'];
  readonly holder: Person | null;
  readonly path: readonly string[];
  readonly at: number;
  readonly since: string;
  readonly changedAt: string;
  readonly promised: string | null;
  readonly unanswered: string | null;
  readonly closed: { readonly outcome: Outcome } | null;
  readonly rated?: { readonly rating: string | null; readonly text: string | null; readonly at: string };
}

/** The shortest and the longest word that is searched for, in characters, and the largest number of one text. */
const SHORTEST = 2;
const LONGEST = 40;
const MOST = 300;

/** The entry of a ticket after a turn; `message` is what the turn was about, null where the whole ticket is listed anew. */
export function entryOf(state: ListedState, message: Message | null): WrittenEntry {
  const { ticket, personSide, holder, path, at, since, changedAt, promised, unanswered, closed, rated } = state;
  const { summary } = ticket;
  const person = personSide.person?.name ?? summary.person?.name ?? null;
  const { text, whole, replaces } = message ? writtenIn(message) : { text: '', whole: true, replaces: true };
  return {
    ticket: ticket.id,
    state: state.state,
    desk: path[at] ?? '',
    holder,
    person,
    channel: personSide.channel,
    verified: !isUnverified(personSide.person),
    title: summary.problem?.title ?? null,
    intent: summary.problem?.intent ?? null,
    urgent: summary.urgent === true,
    ...{ since, changedAt, promised, unanswered },
    outcome: closed?.outcome ?? null,
    rating: rated?.rating ?? null,
    ratingText: rated?.text ?? null,
    ratedAt: rated?.at ?? null,
    words: searchWords([...(whole ? [ticket.id, ...summaryTexts(ticket), person ?? ''] : []), text].join(' ')),
    replaces,
  };
}

/** Splits a text into the words by which it is found: in lower case, each once. */
export function searchWords(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= SHORTEST)
    .map((word) => word.slice(0, LONGEST).toWellFormed());
  return [...new Set(words)].slice(0, MOST);
}

function summaryTexts({ summary }: Ticket): string[] {
  const { report, problem, evidence, slots, added = [] } = summary;
  return [problem?.title ?? '', ...added, evidence ?? '', ...Object.values(slots), report];
}

/** The text that a message brings, and whether the rest of the ticket may have changed with it. */
function writtenIn({ kind, event, text }: Message): { text: string; whole: boolean; replaces: boolean } {
  const replaces =
    event?.kind === 'edited' ||
    event?.kind === 'deleted' ||
    (event === null && (kind === 'edited' || kind === 'deleted'));
  switch (event?.kind) {
    case 'words':
    case 'reopened':
      // The person's name may be known only now.
      return { text: event.text, whole: true, replaces };
    case 'rated':
      return { text: event.text ?? '', whole: false, replaces };
    case 'request':
    case 'found':
    case 'answered':
    case 'moved':
    case 'signed-in':
    case 'edited':
    case 'deleted':
      return { text: '', whole: true, replaces };
    case undefined:
      return replaces ? { text: '', whole: true, replaces } : { text, whole: false, replaces };
    default:
      return { text: '', whole: false, replaces };
  }
}
