/** The parts of the service that alerts need, and the time when one is due: for the webhook and for mail alike. */
import { createHash } from 'node:crypto';
import type { SendOutcome } from '../../core/channel.ts';
import type { Reply } from '../../core/reply.ts';
import type { OutboxRow } from '../../core/store.ts';
import { plain } from '../../core/text.ts';
import type { TicketEntry } from '../../core/ticket-entry.ts';
import type { MailSettings, WebhookSettings } from '../settings.ts';

/** The first and the longest pause before another attempt, in milliseconds. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** The parts of the service that alerts need. */
export interface AlertParts {
  /** Null where none is set. */
  readonly webhook: WebhookSettings | null;
  readonly mail: MailSettings | null;
  readonly isAnybodyThere: () => Promise<boolean>;
  readonly entry: (ticket: string) => Promise<TicketEntry | null>;
  /** The address at which agents open a ticket. */
  readonly link: (ticket: string) => string;
  /** Tells the ticket that nobody at its desk could be called. */
  readonly unheard: (ticket: string) => Promise<void>;
  /** A sentence of the console, with its placeholders filled in. */
  readonly say: (key: string, values: Readonly<Record<string, string>>) => string;
  readonly now: () => Date;
}

/** The reason of an alert: a ticket waits and no console is open, or what was promised is about to break. */
export type AlertReason = 'waiting' | 'promise';

/** An alert that is to be sent now. */
export interface DueAlert {
  readonly entry: TicketEntry;
  readonly reason: AlertReason;
}

/** The alert that a reply in the outbox stands for; null where it is not needed any more. */
export async function dueAlert({ body }: Reply, parts: AlertParts): Promise<DueAlert | null> {
  const [ticket = '', why] = plain(body).split(' ');
  const reason = why === 'promise' ? 'promise' : 'waiting';
  // An open console shows what waits; that a promise is about to break is worth a call all the same.
  if (reason === 'waiting' && (await parts.isAnybodyThere())) return null;
  const entry = await parts.entry(ticket);
  return entry?.state === 'waiting' ? { entry, reason } : null;
}

/** The answer to an attempt that failed and may succeed later: ever more slowly. */
export function later(attempt: number, why: string, atLeastMs = 0): SendOutcome {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, attempt - 1), LONGEST_PAUSE_MS);
  return { kind: 'later', afterMs: Math.max(pause, atLeastMs), why };
}

/** The id of an alert, the same in every attempt and every process. */
export function alertId({ conversation, turn, part }: OutboxRow): string {
  return `msg_${createHash('sha256').update(`${conversation}|${turn}|${part}`).digest('base64url').slice(0, 27)}`;
}
