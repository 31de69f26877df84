/** The other direction of a channel's port: everything the rest of Firstline does for a channel. */
import type { Accounts } from './accounts.ts';
import type { Links } from './link.ts';
import type { Log } from './log.ts';
import type { Incoming } from './message.ts';
import type { Meter } from './meter.ts';
import type { Person } from './person.ts';
import type { Say } from './phrases.ts';
import type { Retention } from './retention.ts';
import type { Line, OpenCase } from './store.ts';

/**
 * The senders' way with a message that is refused: `soon` it comes again by itself within seconds, `later` within minutes,
 * `never`: it is lost, unless somebody says it once more.
 */
export type Resends = 'soon' | 'later' | 'never';

/** The services for one channel, made from the store and the journal; a channel needs nothing else of Firstline. */
export interface Host {
  /**
   * Commits a message; resolves once it is safe, with false if it was there already. Under more load than can be answered,
   * what comes again `soon` is refused first, then what comes again `later`; what `never` does is taken.
   * @throws when it could not be stored, or is refused for now
   */
  accept(message: Incoming, resends?: Resends): Promise<boolean>;
  /** Notes that something of the platform's arrived, whatever becomes of it: operators see when that was last. */
  came(): void;
  /**
   * The person helped in a conversation; null where there is none yet, or where the conversation belongs to one person.
   */
  helped(conversation: string): Promise<Person | null>;
  /** The open cases of a person, in any channel. */
  openCases(person: string): Promise<readonly OpenCase[]>;
  /** Whether agents have the case of a conversation, so that what the person writes goes on without an answer. */
  withAgents(conversation: string): Promise<boolean>;
  /** Erases a person with their conversations and tickets; answers the number of conversations deleted. */
  forget(person: string): Promise<number>;
  /** Calls `heard` with the conversations of which nothing may be shown any more, whenever somebody is erased whole. */
  whenErased(heard: (conversations: readonly string[]) => void): void;
  /** Whether anything was ever written in a conversation. */
  begun(conversation: string): Promise<boolean>;
  /** The messages and replies of a conversation after a place, in order; at most so many, all where it is left out. */
  lines(
    conversation: string,
    after: { readonly turn: number; readonly part: number },
    most?: number,
  ): Promise<readonly Line[]>;
  /**
   * The last turn with a reply of each of these conversations; null where nobody else can have stored one: every reply then
   * passes through `send` here.
   */
  readonly lastTurns: ((conversations: readonly string[]) => Promise<ReadonlyMap<string, number>>) | null;
  /** The conversation to which this channel sent the message that it calls `ref`. */
  whose(ref: string): Promise<string | null>;
  /**
   * This channel's own id of the first reply to a message of a conversation; null if there is none, or it is not known.
   */
  posted(conversation: string, message: string): Promise<string | null>;
  /** A picture or file kept for a conversation; null when it is no longer kept. */
  picture(conversation: string, ref: string): Promise<Uint8Array | null>;
  /** Keeps a picture until it is read. */
  keepPicture(conversation: string, ref: string, bytes: Uint8Array): Promise<void>;
  /** The private links to conversations. */
  readonly links: Links;
  /** The company accounts with which people can say who they are; null where there is no provider to sign in at. */
  readonly accounts: Accounts | null;
  /** The name of the organisation; null where it has not said it. */
  organisation(): string | null;
  /** The ages at which what people write is deleted. */
  readonly retention: Retention;
  /** Says a sentence of the content, as it is at this moment: everything that people read of a channel's own is content. */
  readonly say: Say;
  now(): Date;
  /** The desks in this channel: place (in the channel's own words) to name. */
  readonly desks: ReadonlyMap<string, string>;
  /** Whether agents read what people write, wherever their desks are: people then need names. */
  readonly named: boolean;
  readonly log: Log;
  readonly meter: Meter;
}
