import type { Person, Route } from './person.ts';

/** A picture that came with a message: how its channel finds it again, and what it is called. */
export interface Image {
  readonly ref: string;
  readonly name: string | null;
}

/**
 * Something slow or from outside that a turn wants to know: its result comes back as a message of the same conversation.
 * `images`: what is written in pictures; `thread`: what others wrote here before we were asked; `carry`: pictures and files from
 * another conversation, kept for this one; `transcript`: what was said in another conversation; `code`: a text nobody can guess.
 */
export interface Job {
  /** The message that led to it, and the job's number among its jobs: doing it again gives the same. */
  readonly id: string;
  readonly kind: 'images' | 'thread' | 'carry' | 'transcript' | 'code';
  readonly images: readonly Image[];
  /** The other conversation it is about, from when and until when. */
  readonly from: (Route & { readonly conversation: string; readonly since?: string; readonly until?: string }) | null;
}

/** A job as the store holds it: where it belongs, and how often it was begun. */
export interface JobRow {
  readonly conversation: string;
  readonly channel: string;
  readonly address: string | null;
  readonly job: Job;
  readonly attempts: number;
}

/** Why a job found nothing, or not everything. */
export type Trouble =
  /** Not a PNG, JPEG or WebP, or broken. */
  | 'not-an-image'
  | 'too-big'
  | 'too-slow'
  /** The channel does not let us see it (a missing scope, no consent). */
  | 'not-allowed'
  /** The channel asks us to come back later. */
  | 'busy'
  /** It is gone. */
  | 'not-there'
  | 'failed';

/** A text that was found: in an image, or written by somebody earlier. */
export interface FoundText {
  readonly text: string;
  readonly by: Person | null;
  /** 0 to 1 how surely it was read; 1 for what was typed. */
  readonly sure: number;
  readonly images: readonly Image[];
}

/** What became of a job. */
export interface JobResult {
  readonly job: string;
  readonly kind: Job['kind'];
  /** In the order of the images; newest first for a thread. */
  readonly found: readonly FoundText[];
  readonly trouble: Trouble | null;
}

/** Does one job. It never throws for what can be expected: that is a `trouble`. */
export type RunJob = (row: JobRow) => Promise<JobResult>;

/** Fetches a picture of a message from its channel, for the caller to keep; what can be expected to fail is a trouble. */
export type FetchImage = (row: JobRow, image: Image) => Promise<Uint8Array | Trouble>;
