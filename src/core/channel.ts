/** The port of a channel: everything a place where people talk does for the rest of Firstline. */
import type { FaultCode } from './faults.ts';
import type { Host } from './host.ts';
import type { Image, JobResult, JobRow, Trouble } from './job.ts';
import type { Reply } from './reply.ts';
import type { OutboxRow } from './store.ts';

/** The result of one attempt at sending a reply. */
export type SendOutcome =
  /**
   * Delivered. `ref` is the channel's own id of the reply, to change it, answer it and recognise it later; null where
   * the channel has none.
   */
  | { readonly kind: 'sent'; readonly ref: string | null }
  /**
   * Not taken for now and certainly not delivered; the next attempt may follow after `afterMs` milliseconds. `why` is a
   * trouble that somebody may have to mend, for the log; a pace that is kept has none.
   */
  | { readonly kind: 'later'; readonly afterMs: number; readonly why?: string }
  /** Refused for good; `why` goes into the log. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Delivered or not: nobody can say. */
  | { readonly kind: 'unknown'; readonly why: string };

/** The fate of a reply whose sending was cut off; `unknowable` where the channel can't tell. */
export type Reconciled =
  | { readonly kind: 'arrived'; readonly ref: string | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknowable' };

/** The part of a channel that the journal uses: sending replies. */
export interface Outlet {
  /** The channel's name. The names of its conversations begin with it: `slack:T1:D2`. */
  readonly name: string;
  /**
   * Sends a reply. One attempt is one delivery: the channel never tries again by itself, and what goes wrong
   * is an outcome, not an error.
   * `placement` is the channel's id of the message that the reply's placement points to; null where there is none, or
   * where the id is not known.
   */
  send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome>;
  /**
   * Finds out whether a reply whose sending was cut off arrived.
   * @throws when that cannot be told now; the journal asks again
   */
  find(row: OutboxRow): Promise<Reconciled>;
}

/** The part of a channel that jobs use: looking things up. */
export interface Source {
  /** Reads the messages that others wrote in a place before the bot was asked. */
  earlier(row: JobRow): Promise<JobResult>;
  /** Fetches the bytes of a picture that came with a message, or answers why there are none. */
  image(row: JobRow, image: Image): Promise<Uint8Array | Trouble>;
}

/**
 * A place where people talk. Its life: created, mounted, started; then stopped, and closed once the last reply is out.
 * Replies may be sent from its creation until it is closed. `test/contracts/channel.contract.ts` holds what every channel
 * must keep, and `test/fakes/file-drop.ts` is a small whole channel to begin with.
 */
export interface Channel extends Outlet, Source {
  /**
   * Paths of requests whose bodies the channel reads itself, because they are signed to the byte or larger than the
   * server's limit.
   */
  readonly raw: readonly string[];
  /**
   * Puts the channel's routes on an HTTP server (restify's, which core does not know); does nothing where there are
   * none.
   */
  mount(server: unknown): void;
  /**
   * Connects, where the channel is not only reached over HTTP; a second call does nothing more.
   * @throws for a failure that waiting does not mend
   */
  start(): Promise<void>;
  /**
   * Takes no more messages in and closes open connections; the server, which closes meanwhile, refuses what still comes to
   * the routes. A second call does no harm.
   */
  stop(): Promise<void>;
  /** Frees what sending needed; a second call does no harm. */
  close(): void;
  /**
   * Checks the connection.
   * @throws when no message can reach the bot through this channel: `/readyz` is red then
   */
  check(): void;
  /** Resolves when the work beside replies (a reaction, an updated card) is done. */
  idle(): Promise<void>;
}

/** The names and values of the environment, unchecked. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The checked settings of a channel, or every setting that is wrong. `settings` is null where the channel is not
 * connected.
 */
export type Settings<S> = { readonly settings: S | null } | { readonly wrong: readonly WrongSetting[] };

/** A setting with a value it can't have, and how to correct it. */
export interface WrongSetting {
  readonly code: FaultCode;
  readonly what: string;
  readonly cure: string;
}

/** The registration of a channel: one entry of `channels/index.ts`. */
export interface Registration<S = unknown> {
  readonly name: string;
  /** The channel's name as people read it: "Slack". */
  readonly title: string;
  /** Reads the channel's settings from the environment. */
  settings(env: Env): Settings<S>;
  /** Creates the channel; its SDK is loaded only here. */
  create(settings: S, host: Host): Promise<Channel>;
  /** Whether people can write to the channel: one that is switched off only keeps what waits. */
  takes(settings: S): boolean;
  /** Says in a few words how the channel is connected, or how to connect it: printed when the service starts. */
  summary(settings: S | null): string;
  /**
   * Reads a desk's place, written after the channel's name, as people copy it: the place in one form, or null for what is
   * none; and that form in words. Null where the channel can't hold a desk.
   */
  readonly desk: { readonly read: (place: string) => string | null; readonly meant: string } | null;
}

/** `Source.earlier` of a channel that has no threads to read. */
export async function noThread({ job }: JobRow): Promise<JobResult> {
  return { job: job.id, kind: job.kind, found: [], trouble: 'not-allowed' };
}
