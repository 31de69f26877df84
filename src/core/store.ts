import type { Saved } from './conversation.ts';
import type { Timer } from './desk.ts';
import type { Job, JobRow } from './job.ts';
import type { Message } from './message.ts';
import type { Person, Route } from './person.ts';
import type { Reply } from './reply.ts';
import type { CaseEnd, Ticket } from './ticket.ts';

/** A message as the inbox holds it: `seq` is its place in its conversation, in the order acknowledged. */
export interface InboxRow {
  readonly seq: number;
  readonly message: Message;
  /** How often handling it was begun; more than a few without an end means it kills whoever handles it. */
  readonly attempts: number;
}

/** A conversation with messages waiting, and the version its state had when it was read. */
export interface Work {
  readonly conversation: string;
  readonly version: number;
  readonly state: Saved | null;
  readonly rows: readonly InboxRow[];
}

/** What handling a conversation's messages led to; all of it is stored in one transaction, or none. */
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
  /** Messages to other conversations: they are accepted with everything else, or not at all. */
  readonly outgoing: readonly Message[];
  readonly timers: readonly (Timer & Route)[];
  /** Whose conversation it is, as far as the channel knows. */
  readonly person: string | null;
  /** The title of the problem under way. */
  readonly open: string | null;
  readonly tickets: readonly Ticket[];
  readonly ends: readonly CaseEnd[];
}

/**
 * `ready` to be sent, `sending` by somebody right now, `sent`, `unknown` when nobody can say whether it went out, and `dead`
 * when the channel refused it for good.
 */
export type OutboxState = 'ready' | 'sending' | 'sent' | 'unknown' | 'dead';

export interface OutboxRow {
  readonly conversation: string;
  readonly turn: number;
  readonly part: number;
  readonly channel: string;
  readonly address: string | null;
  readonly reply: Reply;
  readonly state: OutboxState;
  readonly attempt: number;
  /** The channel's own id of what was sent. */
  readonly ref: string | null;
}

/** A timer that rang, or will. */
export interface TimerRow extends Route {
  readonly conversation: string;
  readonly name: string;
  readonly at: string;
}

/** How a sending ended: the row's new state, and when it may be tried again. */
export interface SendResult {
  readonly row: OutboxRow;
  readonly state: OutboxState;
  readonly readyAt: string | null;
  readonly ref: string | null;
}

/** One thing said in a conversation, by either side, in order. */
export interface Line {
  readonly turn: number;
  readonly part: number;
  readonly at: string;
  readonly message: Message | null;
  readonly reply: Reply | null;
}

/** What somebody has under way in one place. */
export interface OpenCase {
  readonly conversation: string;
  readonly title: string;
  /** When it last moved. */
  readonly at: string;
}

/** The database, as the journal and the web page need it; the contract suite runs over every engine. */
export interface Store {
  /** Commits the messages that are new; answers their places, null for those already known. */
  accept(messages: readonly Message[]): Promise<readonly (number | null)[]>;
  /** Conversations with messages waiting, oldest first; only those that wait since `before` or longer, where it is given. */
  waiting(before?: string): Promise<readonly string[]>;
  /** The first waiting messages of these conversations, at most `most` of each, their attempts raised in a commit of its own. */
  take(conversations: readonly string[], most?: number): Promise<readonly Work[]>;
  /** Stores everything in one transaction; answers false, storing nothing, when somebody else was faster with one of them. */
  commit(handled: readonly Handled[], at: string): Promise<boolean>;
  /** The next row of every conversation of these channels that may be sent at `now`, at most `limit`. */
  sendable(channels: readonly string[], now: string, limit: number): Promise<readonly OutboxRow[]>;
  /** Takes rows for sending; those somebody else took are left out. */
  claim(rows: readonly OutboxRow[], at: string): Promise<readonly OutboxRow[]>;
  /** Writes how sending ended, each only if the attempt is still ours and nobody wrote it before. */
  record(results: readonly SendResult[], at: string): Promise<void>;
  /** Rows of these channels left `sending` by a process that died; only those claimed before a time, where it is given. */
  unresolved(channels: readonly string[], before?: string): Promise<readonly OutboxRow[]>;
  /** When the next waiting row of these channels becomes sendable, or null. */
  nextReady(channels: readonly string[]): Promise<string | null>;
  /** The channel's own id of what first answered a message there; null if nothing did, or nobody knows. */
  posted(conversation: string, message: string, channel: string): Promise<string | null>;
  /** The conversation in which a channel sent what it calls `ref`. */
  whose(channel: string, ref: string): Promise<string | null>;
  /** Timers that are due, oldest first. */
  due(now: string): Promise<readonly TimerRow[]>;
  /** The timer's message is accepted; unless it was set anew meanwhile, it is no longer needed. */
  rang(timer: TimerRow): Promise<void>;
  /** When the next timer rings. */
  nextDue(): Promise<string | null>;
  /** What was said after a place in a conversation, in order. */
  lines(conversation: string, after: { readonly turn: number; readonly part: number }): Promise<readonly Line[]>;
  /** Jobs nobody finished, oldest first. */
  jobs(): Promise<readonly JobRow[]>;
  /** Counts another beginning of a job; answers how many there were. */
  begin(job: Job['id']): Promise<number>;
  /** The job's result is accepted: it and the images it read are no longer needed. */
  finish(job: Job['id']): Promise<void>;
  /** Keeps an image until the job that reads it is done, or a day if none comes; at most `MOST_IMAGES` of a conversation. */
  keepImage(conversation: string, ref: string, bytes: Uint8Array, at: string): Promise<void>;
  image(conversation: string, ref: string): Promise<Uint8Array | null>;
  /** Whom we help in a conversation; null where we are not, or where the conversation is the person. */
  helped(conversation: string): Promise<Person | null>;
  openCases(person: string): Promise<readonly OpenCase[]>;
  /** Deletes what was said with somebody, but for their tickets; answers how many conversations that were. */
  forget(person: string): Promise<number>;
  /** The tickets of a conversation, or of all of them, the oldest first: as they were written, whatever a desk made of them since. */
  tickets(conversation?: string): Promise<readonly Ticket[]>;
  ends(conversation: string): Promise<readonly CaseEnd[]>;
  /** The states of all conversations of a kind (`ticket`), those that moved last first. */
  states(kind: string): Promise<readonly Saved[]>;
  /** Answers whether the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
