import type { Reply } from './reply.ts';
import type { OutboxRow } from './store.ts';

/** How one attempt at sending a reply ended. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  /** Not taken for now; certainly not delivered. */
  | { readonly kind: 'later'; readonly afterMs: number }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody can say whether it went out. */
  | { readonly kind: 'unknown'; readonly why: string };

/** A place people talk, as the journal sees it: where replies go. */
export interface Channel {
  readonly name: string;
  /** One attempt is one delivery: the channel never tries again by itself. */
  send(conversation: string, reply: Reply, row: OutboxRow): Promise<SendOutcome>;
  /** Finds out whether a reply whose sending was cut off arrived; `unknowable` where the channel can't tell. */
  find(row: OutboxRow): Promise<'arrived' | 'absent' | 'unknowable'>;
}
