/** The port of the database: the rows it holds, and everything the journal and the channels ask of it. */

import type { AuditLine } from './audit.ts';
import type { CaseCounts, CaseQuery } from './case-record.ts';
import type { KeptSession, OpenTab } from './console.ts';
import type { Saved } from './conversation.ts';
import type { Timer } from './desk.ts';
import type { FoundText, Job, JobRow } from './job.ts';
import type { KeptLesson, KeptTrial, Lesson, LessonList, LessonUse, TrialRun } from './lesson.ts';
import type { PrivateLink } from './link.ts';
import type { Message } from './message.ts';
import type { Person, Route } from './person.ts';
import type { Reply } from './reply.ts';
import type { CaseEnd, Ticket } from './ticket.ts';
import type { RatedTicket, TicketEntry, WrittenEntry } from './ticket-entry.ts';

/** A message as the inbox holds it: `seq` is its place in its conversation, in the order acknowledged. */
export interface InboxRow {
  readonly seq: number;
  readonly message: Message;
  /** The number of times it was begun after a process ended without finishing it: many mean that it ends the process. */
  readonly attempts: number;
}

/** A conversation with waiting messages, and the version of its state when it was read. */
export interface Work {
  readonly conversation: string;
  readonly version: number;
  readonly state: Saved | null;
  readonly rows: readonly InboxRow[];
}

/** The result of handling a conversation's messages; all of it is stored in one transaction, or none of it. */
export interface Handled {
  readonly conversation: string;
  readonly version: number;
  readonly state: Saved | null;
  readonly done: readonly { readonly seq: number; readonly as: 'done' | 'failed' | 'parked' }[];
  readonly replies: readonly {
    readonly turn: number;
    readonly part: number;
    readonly channel: string;
    readonly address: string | null;
    readonly reply: Reply;
  }[];
  readonly jobs: readonly Omit<JobRow, 'attempts'>[];
  /** Messages to other conversations: they are accepted together with everything else, or not at all. */
  readonly outgoing: readonly Message[];
  readonly timers: readonly (Timer & Route)[];
  /** The id of the conversation's person, as far as the channel knows it. */
  readonly person: string | null;
  /** The title of the problem under way. */
  readonly open: string | null;
  readonly tickets: readonly Ticket[];
  readonly ends: readonly CaseEnd[];
  /** The ticket as lists show it from now on; left out by conversations that are no ticket's. */
  readonly entry?: WrittenEntry | null;
  /** Words that were not understood, each with the place of the message in which they came; left out for none. */
  readonly lessons?: readonly (Lesson & { readonly seq: number; readonly at: string })[];
  /** The messages whose earlier lessons go, because they were taken back or changed; left out for none. */
  readonly unlearned?: readonly string[];
}

/** A question for a list of tickets. */
export interface TicketQuery {
  /** `waiting`: urgent ones first, then the oldest; `mine`: those a person holds, in the same order; `all`: latest change first. */
  readonly list: 'waiting' | 'mine' | 'all';
  /** The id of the agent whose tickets are asked for; for `mine` alone. */
  readonly holder: string | null;
  /** Beginnings of words that the ticket must have, all of them; see `searchWords`. */
  readonly words: readonly string[];
  /** Where the page before ended; null for the first. */
  readonly after: string | null;
  readonly most: number;
}

/** A page of a list of tickets. */
export interface TicketPage {
  readonly entries: readonly TicketEntry[];
  /** Where the next page begins; null where there is no more. */
  readonly next: string | null;
}

/**
 * `ready` to be sent; `sending` by some process right now; `sent`; `unknown` when nobody can say whether it went out;
 * `dead` when the channel refused it for good.
 */
export type OutboxState = 'ready' | 'sending' | 'sent' | 'unknown' | 'dead';

/** A reply in the outbox. */
export interface OutboxRow {
  readonly conversation: string;
  readonly turn: number;
  readonly part: number;
  readonly channel: string;
  readonly address: string | null;
  readonly reply: Reply;
  readonly state: OutboxState;
  readonly attempt: number;
  /** The channel's own id of the sent reply. */
  readonly ref: string | null;
}

/** The replies of stored turns: those this process sends at once, and whether others are left to be looked for. */
export interface Committed {
  /** Taken for sending in the same commit: the first of each conversation that has nothing unsent before it. */
  readonly sending: readonly OutboxRow[];
  /** Whether a reply waits behind another one, or for another process. */
  readonly behind: boolean;
  /** The conversations in which a reply waits, behind another one or not. */
  readonly waiting: readonly string[];
  /** The place of each outgoing message in its conversation, in the order given; null for one that was there already. */
  readonly places: readonly (number | null)[];
}

/** A timer that is set or due. */
export interface TimerRow extends Route {
  readonly conversation: string;
  readonly name: string;
  readonly at: string;
}

/** The result of a sending: the row's new state, and the time at which it may be tried again. */
export interface SendResult {
  readonly row: OutboxRow;
  readonly state: OutboxState;
  readonly readyAt: string | null;
  readonly ref: string | null;
}

/** A message or a reply of a conversation, at its place in it. */
export interface Line {
  readonly turn: number;
  readonly part: number;
  readonly at: string;
  readonly message: Message | null;
  readonly reply: Reply | null;
}

/** The last messages and replies of a conversation. */
export interface Lately {
  readonly messages: readonly Message[];
  readonly replies: readonly Reply[];
}

/** A person's problem under way in one place. */
export interface OpenCase {
  readonly conversation: string;
  readonly title: string;
  /** The time of its last change. */
  readonly at: string;
  /**
   * The side that has it: the bot (`walking`), the person, who is asked what goes to the agents (`asked`), nobody yet at the desk
   * (`waiting`), an agent (`held`), or nobody, because the person stopped (`stopped`).
   */
  readonly state: 'walking' | 'asked' | 'waiting' | 'held' | 'stopped';
}

/**
 * The data that grows old: pictures that no job waits for, conversations in which nothing happened since, lines and ends in those
 * that go on, tickets that are closed or were never at a desk with the audit lines of their time, records of cases, the list of the
 * erased, and sessions and open tabs of the console.
 */
export type Aged = 'pictures' | 'conversations' | 'lines' | 'tickets' | 'figures' | 'erased' | 'sessions';

/**
 * The result of one bite of deleting, or of counting: how many went, and where the next one begins; null when there is no
 * more.
 */
export interface Bite {
  readonly gone: number;
  readonly next: string | null;
}

/** The conversations and tickets that belong to a person, by id, and the conversations of case codes that open them. */
export interface Belongings {
  readonly conversations: readonly string[];
  readonly tickets: readonly string[];
  readonly codes: readonly string[];
}

/** The part of a person in a message that stands in a conversation of others. */
export interface WordsElsewhere {
  readonly conversation: string;
  readonly turn: number;
  readonly at: string;
  /** The message, where it is the person's own. */
  readonly message: Message | null;
  /** Earlier messages of the person that were looked up there. */
  readonly found: readonly FoundText[];
  /** The person's name, where others mentioned them. */
  readonly mentioned: readonly Person[];
  /** The words of it that are kept to learn from. */
  readonly lessons: readonly KeptLesson[];
}

/** The rows that hang on a conversation besides its lines, ends, lessons and pictures, as an export has them. */
export interface RowsBeside {
  /** The title of the problem under way; null for none. */
  readonly open: string | null;
  readonly jobs: readonly Job[];
  readonly timers: readonly Timer[];
  /** Private links, without what opens them. */
  readonly links: readonly { readonly ticket: string; readonly at: string }[];
  /** The ticket as lists show it, with the words by which it is found; null where the conversation is no ticket's. */
  readonly entry: { readonly [column: string]: unknown; readonly words: readonly string[] } | null;
}

/** The part of the database that goes with a person who is erased. */
export interface Forgotten extends Belongings {
  /** `answering`: messages that wait in their conversations are still answered; `all`: nothing of them stays. */
  readonly how: 'answering' | 'all';
  /** The conversations that were deleted: their own, those of their tickets, and those of codes that open them. */
  readonly places: readonly string[];
  /** The conversations of others in which their words were emptied. */
  readonly emptied: readonly string[];
  /** The conversations of desks that have a message now: a ticket of theirs is gone. */
  readonly desks: readonly string[];
}

/** The work that waits, and what went wrong, as operators watch it. Counts end at `MOST_COUNTED`: they are read often. */
export interface Backlog {
  /** Replies that are not out yet, by channel, with the time at which the oldest of them was written. */
  readonly unsent: readonly { readonly channel: string; readonly replies: number; readonly since: string }[];
  /** Messages that are not handled yet, with the time at which the oldest was accepted; null for none. */
  readonly waiting: { readonly messages: number; readonly since: string | null };
  /** Replies that nobody can confirm (`unknown`) or that were refused (`dead`), and messages that were parked or failed. */
  readonly lost: Readonly<Record<'unknown' | 'dead' | 'parked' | 'failed', number>>;
}

/** The largest number of rows that one figure of the backlog counts. */
export const MOST_COUNTED = 10_000;

/** The database, as the journal and the web page need it; the contract suite runs over every engine. */
export interface Store {
  /** Commits the messages that are new; answers the place of each, null for a known one. */
  accept(messages: readonly Message[]): Promise<readonly (number | null)[]>;
  /**
   * Commits messages together with the results of turns that ran before: those of some of the messages, each computed for
   * the place that its message would have. Answers null and stores nothing where another process changed one of the
   * conversations first, or a message is at another place. `at` and `sends` are as in `commit`.
   */
  acceptHandled(
    messages: readonly Message[],
    handled: readonly Handled[],
    at: string,
    sends?: ReadonlySet<string>,
  ): Promise<{ readonly places: readonly (number | null)[]; readonly committed: Committed } | null>;
  /**
   * Conversations with waiting messages, oldest first; with `before`, only those that have waited since then or longer, and
   * those of a time later than `after`: they came before the clock was set back.
   */
  waiting(before?: string, after?: string): Promise<readonly string[]>;
  /** Of those, the conversations with a message that was begun before and may have ended the process. */
  tried(before?: string, after?: string): Promise<readonly string[]>;
  /** Reads the first waiting messages of these conversations, at most `most` of each. */
  take(conversations: readonly string[], most?: number): Promise<readonly Work[]>;
  /** Counts one more beginning of messages that may end the process, in a commit of its own; with -1, takes one back. */
  risk(rows: readonly { readonly conversation: string; readonly seq: number }[], by?: 1 | -1): Promise<void>;
  /**
   * Stores everything in one transaction; answers null and stores nothing when another process changed one of the
   * conversations first. Replies to the channels `sends` are taken for sending at once where nothing is before them.
   */
  commit(handled: readonly Handled[], at: string, sends?: ReadonlySet<string>): Promise<Committed | null>;
  /** The next row of every conversation of these channels that may be sent at `now`; at most `limit` rows. */
  sendable(channels: readonly string[], now: string, limit: number): Promise<readonly OutboxRow[]>;
  /** Takes rows for sending; answers those that no other process took first. */
  claim(rows: readonly OutboxRow[], at: string): Promise<readonly OutboxRow[]>;
  /**
   * Writes the results of sendings, each only if the attempt still counts and no other process wrote one before; answers
   * the next rows of these conversations for the channels `sends`, taken for sending in the same transaction.
   */
  record(results: readonly SendResult[], at: string, sends?: ReadonlySet<string>): Promise<readonly OutboxRow[]>;
  /**
   * Rows of these channels left `sending` by a process that died; with `before` and `after`, only those claimed before the
   * one time or later than the other.
   */
  unresolved(channels: readonly string[], before?: string, after?: string): Promise<readonly OutboxRow[]>;
  /** The time at which the next waiting row of these channels may be sent, or null. */
  nextReady(channels: readonly string[]): Promise<string | null>;
  /** The channel's own id of the first reply to a message; null if there is none, or it is not known. */
  posted(conversation: string, message: string, channel: string): Promise<string | null>;
  /** The conversation to which a channel sent the message that it calls `ref`. */
  whose(channel: string, ref: string): Promise<string | null>;
  /** Timers that are due, oldest first. */
  due(now: string): Promise<readonly TimerRow[]>;
  /** Removes a timer whose message is accepted, unless it was set anew meanwhile. */
  rang(timer: TimerRow): Promise<void>;
  /** The time of the next timer, or null. */
  nextDue(): Promise<string | null>;
  /** Whether a message of a conversation was ever accepted. */
  begun(conversation: string): Promise<boolean>;
  /** The last turn with a reply of each of these conversations; those without one are left out. */
  lastTurns(conversations: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The messages and replies of a conversation after a place, in order; at most so many, all where it is left out. */
  lines(
    conversation: string,
    after: { readonly turn: number; readonly part: number },
    most?: number,
  ): Promise<readonly Line[]>;
  /**
   * The last messages before a message of a conversation, and the last replies, newest first; before now, where the
   * message is null or not known.
   */
  before(conversation: string, message: string | null): Promise<Lately>;
  /** Unfinished jobs, oldest first. */
  jobs(): Promise<readonly JobRow[]>;
  /** Counts one more beginning of a job; answers how many there were. */
  begin(job: Job['id']): Promise<number>;
  /** Removes a job whose result is accepted, and the images it read. */
  finish(job: Job['id']): Promise<void>;
  /**
   * Keeps an image until the job that reads it is done, or until its age if no job comes; at most `MOST_IMAGES` of a
   * conversation.
   */
  keepImage(conversation: string, ref: string, bytes: Uint8Array, at: string): Promise<void>;
  image(conversation: string, ref: string): Promise<Uint8Array | null>;
  /**
   * The person helped in a conversation; null where there is none yet, or where the conversation belongs to one person.
   */
  helped(conversation: string): Promise<Person | null>;
  openCases(person: string): Promise<readonly OpenCase[]>;
  /** Finds what belongs to a person; `who` is a person's id, or a conversation's where people don't sign in. */
  belongings(who: string): Promise<Belongings>;
  /** Finds what a person wrote in conversations of others, or was looked up or mentioned there: all that `forget` empties. */
  elsewhere(who: string): Promise<readonly WordsElsewhere[]>;
  /** The rows that hang on a conversation besides its lines, for an export. */
  beside(conversation: string): Promise<RowsBeside>;
  /** The pictures kept for these conversations. */
  pictures(
    conversations: readonly string[],
  ): Promise<readonly { readonly conversation: string; readonly ref: string }[]>;
  /** The person whose ticket it is, or its conversation where nobody knows a person; null for no ticket. */
  ownerOf(ticket: string): Promise<string | null>;
  /** Whether nothing of a person's tickets is still to be handled or sent. */
  isQuiet(who: string): Promise<boolean>;
  /**
   * Erases a person with everything that belongs to them, and notes the ids alone; answers what went.
   * `answering`: messages that wait in their conversations are still answered; `all`: those go too, and what the person
   * wrote in conversations of others.
   */
  forget(who: string, how?: Forgotten['how'], at?: string): Promise<Forgotten>;
  /** The list of the erased, oldest first; those from a time on, where one is given. */
  erased(since?: string): Promise<readonly { readonly id: string; readonly at: string }[]>;
  /**
   * The tickets of a conversation, or of all, oldest first: as they were written, without the changes made at the desk.
   */
  tickets(conversation?: string): Promise<readonly Ticket[]>;
  ends(conversation: string): Promise<readonly CaseEnd[]>;
  /** The state of a conversation; null where it has none yet. */
  state(conversation: string): Promise<Saved | null>;
  /** Keeps a private link, with the time; one of the same hash stays as it is. */
  keepLink(link: PrivateLink, at: string): Promise<void>;
  /** The private link of a hash, with the time at which it was first kept. */
  link(hash: string): Promise<(PrivateLink & { readonly at: string }) | null>;
  /** The states of all conversations of a kind (`ticket`), latest change first. */
  states(kind: string): Promise<readonly Saved[]>;
  /** A page of a list of tickets, by an index. */
  ticketPage(query: TicketQuery): Promise<TicketPage>;
  /** The numbers of tickets that wait, and that an agent holds. */
  ticketCounts(holder: string): Promise<{ readonly waiting: number; readonly mine: number }>;
  /** The tickets that changed after a time, by id, oldest change first, and the time of the last one. */
  ticketsChanged(after: string): Promise<readonly { readonly ticket: string; readonly at: string }[]>;
  /** Lessons of a list, the latest first: at most so many. */
  lessons(list: LessonList, most: number): Promise<readonly KeptLesson[]>;
  /** The lessons of these ids that are still there and were not taken. */
  lessonsById(ids: readonly string[]): Promise<readonly KeptLesson[]>;
  /** Everything that is kept of lessons of a conversation, for an export. */
  lessonsIn(conversation: string): Promise<readonly KeptLesson[]>;
  /** Notes a use for lessons, or that there is none any more; those that were taken stay as they are. Answers how many. */
  useLessons(uses: readonly { readonly id: string; readonly use: LessonUse | null }[], at: string): Promise<number>;
  /** Notes that these lessons of the draft were taken. */
  takeLessons(ids: readonly string[], at: string): Promise<void>;
  /** The last trial of a draft; null where there was none. */
  trial(): Promise<KeptTrial | null>;
  keepTrial(trial: KeptTrial): Promise<void>;
  /** The trial that is under way in any instance, or ended without a result; null for none. */
  trialRun(): Promise<TrialRun | null>;
  /** Notes that a trial begins; it takes the place of any other. */
  beginTrial(run: TrialRun): Promise<void>;
  /** Notes how much is done; answers whether the trial is still the one under way. */
  renewTrial(run: string, done: number | null, at: string): Promise<boolean>;
  /** Forgets the trial under way, if it is this one, or whichever it is (null); answers whether there was one. */
  endTrial(run: string | null): Promise<boolean>;
  /** The tickets that people rated in a period, latest first, at most so many; times are ISO 8601. */
  ratedTickets(from: string, to: string, most: number): Promise<readonly RatedTicket[]>;
  /** Keeps a session of the console, or a sign-in under way; deletes those that are over at `now`. */
  keepSession(session: KeptSession, now: string): Promise<void>;
  session(hash: string): Promise<KeptSession | null>;
  /** Changes what a session holds, unless another process did before; answers whether it was changed. */
  swapSession(hash: string, before: string, after: string): Promise<boolean>;
  /** Notes the time at which a session was last used. */
  useSession(hash: string, at: string): Promise<void>;
  /** Ends a session; answers what it held, to one caller alone. */
  endSession(hash: string): Promise<KeptSession | null>;
  /** Keeps that a console is open, and where; one of the same id is written anew, if it is the same person's. */
  keepOpen(open: OpenTab): Promise<void>;
  /** Forgets a console that was closed, and those that were not renewed since `gone`. */
  closeOpen(id: string, gone: string): Promise<void>;
  /** The consoles that are open in all instances: those renewed after a time. */
  openConsoles(after: string): Promise<readonly OpenTab[]>;
  /** Notes the content that the service runs with, by its hash, where it is another than before. */
  contentChanged(hash: string, at: string): Promise<void>;
  /** The latest changes of the content, the last one first. */
  contentChanges(most: number): Promise<readonly { readonly at: string; readonly hash: string }[]>;
  /** Writes an audit line. */
  note(line: AuditLine): Promise<void>;
  /** The audit lines after a time, oldest first, at most so many. */
  audit(after: string, most: number): Promise<readonly AuditLine[]>;
  /** The audit lines after a time that have all of these words in agent, action or ticket: latest first, at most so many. */
  auditFound(after: string, words: readonly string[], most: number): Promise<readonly AuditLine[]>;
  /**
   * Deletes the next few of what is older than a time, beginning where the last bite ended (null: at the oldest). What
   * is still to be answered, sent or read stays, and so does everything of a ticket that a desk has. What became of each
   * case is kept, without person and text.
   */
  expire(what: Aged, before: string, from: string | null): Promise<Bite>;
  /** Counts what waits, and what went wrong since a time. */
  backlog(lostSince: string): Promise<Backlog>;
  /**
   * Counts the next few conversations that changed since the last time: their cases' records become rows. Answers how
   * many, and where the next bite begins; null when there is no more. The last minute is always counted anew, as another
   * process may still be writing.
   */
  count(now: string, from: string | null): Promise<Bite>;
  /** The cases counted so far. */
  caseCounts(query: CaseQuery): Promise<CaseCounts>;
  /** Gives back the room that deleted rows took, in small steps, so that nothing of them is left in the database's files. */
  tidy(): Promise<void>;
  /** Resolves if the database takes writes. */
  ping(): Promise<void>;
  /** The time of the last look at the database's health, by the clock of whoever looked; null where there was none yet. */
  lastPing(): Promise<string | null>;
  /** The database server's clock; null where the database is a file of this machine. */
  clock(): Promise<Date | null>;
  close(): Promise<void>;
}
