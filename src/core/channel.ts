/** The port of a channel, whole: what a place people talk does for the rest of Firstline. */
import type { FaultCode } from './faults.ts';
import type { Host } from './host.ts';
import type { Image, JobResult, JobRow, Trouble } from './job.ts';
import type { Reply } from './reply.ts';
import type { OutboxRow } from './store.ts';

/** How one attempt at sending a reply ended. */
export type SendOutcome =
  /** `ref` is the channel's own id of it, by which it is changed, answered and known again; null where there is none. */
  | { readonly kind: 'sent'; readonly ref: string | null }
  /** Not taken for now; certainly not delivered. */
  | { readonly kind: 'later'; readonly afterMs: number }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody can say whether it went out. */
  | { readonly kind: 'unknown'; readonly why: string };

/** What became of a reply whose sending was cut off; `unknowable` where the channel can't tell. */
export type Reconciled =
  | { readonly kind: 'arrived'; readonly ref: string | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknowable' };

/** The half of a channel that the journal sees: where replies go. */
export interface Outlet {
  /** Its name, which begins the names of its conversations: `slack:T1:D2`. */
  readonly name: string;
  /**
   * One attempt is one delivery: the channel never tries again by itself. `spot` is the channel's id of what the reply's placement
   * points to; null where there is none, or nobody knows it.
   */
  send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome>;
  /** Finds out whether a reply whose sending was cut off arrived. */
  find(row: OutboxRow): Promise<Reconciled>;
}

/** The half of a channel that jobs see: what can be looked up there. */
export interface Source {
  /** What others wrote in a place before we were asked. */
  earlier(row: JobRow): Promise<JobResult>;
  /** The bytes of a picture that came with a message, or why there are none. */
  image(row: JobRow, image: Image): Promise<Uint8Array | Trouble>;
}

/** A place people talk. In order: made, mounted, started; then stopped, and closed once the last reply is out. */
export interface Channel extends Outlet, Source {
  /** Paths of requests whose bodies it reads itself: signed to the byte, or larger than what the server takes elsewhere. */
  readonly raw: readonly string[];
  /** Puts its routes on the HTTP server (restify's, which core does not know); one without routes does nothing. */
  mount(server: unknown): void;
  /** Connects, where the channel is not only reached over HTTP. @throws for what no waiting mends */
  start(): Promise<void>;
  /** Takes nothing more in, and ends what it holds open. */
  stop(): Promise<void>;
  /** Lets go of what sending needed. */
  close(): void;
  /** Whether it is connected. @throws when nothing can reach us by it: `/readyz` is red then */
  check(): void;
  /** Resolves when what it does beside replies (a reaction, an updated card) is done. */
  idle(): Promise<void>;
}

/** Settings as they are given: names and values of the environment. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Settings that are right, or every one that is wrong: what is wrong with it and how to correct it. */
export type Settings<S> = { readonly settings: S | null } | { readonly wrong: readonly WrongSetting[] };

/** A setting that can't be as it is. */
export interface WrongSetting {
  readonly code: FaultCode;
  readonly what: string;
  readonly cure: string;
}

/** How a channel is made known to Firstline: one entry of `channels/index.ts`. */
export interface Registration<S = unknown> {
  readonly name: string;
  /** What it is called where people read: "Slack". */
  readonly title: string;
  /** Its settings out of the environment; null where it is not connected. */
  settings(env: Env): Settings<S>;
  /** The channel, and its SDK with it. */
  create(settings: S, host: Host): Promise<Channel>;
  /** In a few words, how it is connected, or how it would be: for whoever starts the service. */
  summary(settings: S | null): string;
  /** How the place of a desk is written after the channel's name; null where it has none. */
  readonly desk: { readonly place: RegExp; readonly meant: string } | null;
}

/** Not every channel has threads to read. */
export async function noThread({ job }: JobRow): Promise<JobResult> {
  return { job: job.id, kind: job.kind, found: [], trouble: 'not-allowed' };
}
