/** The port the other way round: what the rest of Firstline does for a channel. */
import type { Log } from './log.ts';
import type { Incoming } from './message.ts';
import type { Person } from './person.ts';
import type { Line, OpenCase } from './store.ts';

/** Made for one channel from the store and the journal; a channel needs nothing else of Firstline. */
export interface Host {
  /** Commits a message and resolves once it is safe; false: it was here already. @throws when it could not be stored */
  accept(message: Incoming): Promise<boolean>;
  /** Whom we help in a conversation; null where we are not, or where the conversation is the person. */
  helped(conversation: string): Promise<Person | null>;
  /** What somebody has under way, in any channel. */
  openCases(person: string): Promise<readonly OpenCase[]>;
  /** Deletes what was said with somebody, but for their tickets; answers how many conversations that were. */
  forget(person: string): Promise<number>;
  /** What was said in a conversation after a place, in order. */
  lines(conversation: string, after: { readonly turn: number; readonly part: number }): Promise<readonly Line[]>;
  /** The conversation in which this channel sent what it calls `ref`. */
  whose(ref: string): Promise<string | null>;
  /** This channel's own id of what first answered a message there; null if nothing did, or nobody knows. */
  posted(conversation: string, message: string): Promise<string | null>;
  /** A picture or file kept for a conversation; null when it no longer is. */
  picture(conversation: string, ref: string): Promise<Uint8Array | null>;
  /** Keeps a picture until it is read. */
  keepPicture(conversation: string, ref: string, bytes: Uint8Array): Promise<void>;
  now(): Date;
  /** The desks in this channel, by their place in its own words, with their names. */
  readonly desks: ReadonlyMap<string, string>;
  /** Whether agents read what people write, wherever their desks are: then people need names. */
  readonly named: boolean;
  readonly log: Log;
}
