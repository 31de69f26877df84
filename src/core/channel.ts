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
export type Found =
  | { readonly kind: 'arrived'; readonly ref: string | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknowable' };

/** A place people talk, as the journal sees it: where replies go. */
export interface Channel {
  readonly name: string;
  /**
   * One attempt is one delivery: the channel never tries again by itself. `spot` is the channel's id of what the reply's spot
   * points to; null where there is none, or nobody knows it.
   */
  send(conversation: string, reply: Reply, row: OutboxRow, spot: string | null): Promise<SendOutcome>;
  /** Finds out whether a reply whose sending was cut off arrived. */
  find(row: OutboxRow): Promise<Found>;
}
