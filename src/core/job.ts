/** Jobs: slow work, or work outside, whose result comes back as a message of the same conversation. */
import type { Unreadable } from './file-kind.ts';
import type { MessagePart } from './message-part.ts';
import type { Person, Route } from './person.ts';

/** A picture that came with a message: how its channel finds it again, and its name. */
export interface Image {
  readonly ref: string;
  readonly name: string | null;
  /** The kind of a file that certainly can't be read; left out for what may be a picture. */
  readonly unreadable?: Unreadable;
  /** Set for a file of text, which is read as it is; left out for pictures. */
  readonly text?: true;
  /** The address at which people open it, where they may; left out where there is none. */
  readonly link?: string;
}

/**
 * A job that a turn asks for.
 * `images`: the text in pictures; `thread`: messages of others before the bot was asked; `carry`: pictures and files
 * from another conversation, kept for this one; `transcript`: the lines of another conversation; `code`: a text nobody
 * can guess; `forget`: the erasure of the person, or of the conversation where no person is known.
 */
export interface Job {
  /** The message that led to it, and the kind of job: repeating the turn gives the same id. */
  readonly id: string;
  readonly kind: 'images' | 'thread' | 'carry' | 'transcript' | 'code' | 'forget';
  readonly images: readonly Image[];
  /** The other conversation the job is about, and the first and last time (ISO 8601) that count there. */
  readonly from: (Route & { readonly conversation: string; readonly since?: string; readonly until?: string }) | null;
  /** The person to erase, by id; left out for other jobs. */
  readonly who?: string;
}

/** A job as the store holds it: its conversation, and how often it was begun. */
export interface JobRow {
  readonly conversation: string;
  readonly channel: string;
  readonly address: string | null;
  readonly job: Job;
  readonly attempts: number;
}

/** The reason why a job found nothing, or not everything. */
export type Trouble =
  /** Not a PNG, JPEG or WebP, or broken. */
  | 'not-an-image'
  | 'too-big'
  | 'too-slow'
  /** The channel does not show it to the bot (a missing scope, no consent). */
  | 'not-allowed'
  /** The channel asks to come back later. */
  | 'busy'
  /** The picture or thread is gone. */
  | 'not-there'
  | 'failed';

/** A text that was found: in a picture, or in an earlier message of somebody. */
export interface FoundText {
  readonly text: string;
  readonly by: Person | null;
  /** The confidence of the reading, 0 to 1; 1 for typed text. */
  readonly sure: number;
  readonly images: readonly Image[];
  /** The parts of the message that were not read; left out where there are none. */
  readonly parts?: readonly MessagePart[];
}

/** A part that was to be fetched and could not be. */
export interface MissingPart extends MessagePart {
  readonly why: Trouble;
}

/** The result of a job. */
export interface JobResult {
  readonly job: string;
  readonly kind: Job['kind'];
  /** In the order of the images; newest first for a thread. */
  readonly found: readonly FoundText[];
  readonly trouble: Trouble | null;
  /** The pictures and files that could not be fetched, each with the reason; left out where all were. */
  readonly missing?: readonly MissingPart[];
}

/** Does one job. Never rejects for an expected failure: that is a `trouble`. */
export type RunJob = (row: JobRow) => Promise<JobResult>;

/** Fetches a picture of a message from its channel, for the caller to keep; an expected failure is a `Trouble`. */
export type FetchImage = (row: JobRow, image: Image) => Promise<Uint8Array | Trouble>;
