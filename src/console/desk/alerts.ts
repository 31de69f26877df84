/**
 * Alerts: a signed webhook (Standard Webhooks) that tells of a ticket waiting at a desk in the browser while nobody has the
 * console open. It says number, problem, urgency and link, and never what people wrote.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import { ALERT_CHANNEL } from '../../core/desk.ts';
import type { Reply } from '../../core/reply.ts';
import type { OutboxRow } from '../../core/store.ts';
import { plain } from '../../core/text.ts';
import type { TicketEntry } from '../../core/ticket-entry.ts';
import type { WebhookSettings } from '../settings.ts';
import { SilentChannel } from './silent-channel.ts';

/** The time for one attempt, and the first and the longest pause before the next, in milliseconds. */
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Answers that ask to come back: too early, too many, and whatever is the other side's own trouble. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/** The parts of the service that alerts need. */
export interface AlertParts {
  /** Null where no webhook is set: then nobody is told. */
  readonly webhook: WebhookSettings | null;
  readonly isAnybodyThere: () => boolean;
  readonly entry: (ticket: string) => Promise<TicketEntry | null>;
  /** The address at which agents open a ticket. */
  readonly link: (ticket: string) => string;
  readonly now: () => Date;
}

/** Alerts among the channels: each goes through the outbox like a reply, so that none is lost in a restart. */
export class DeskAlerts extends SilentChannel implements Channel {
  readonly name = ALERT_CHANNEL;
  /** Set once the rest is there: channels are made before the journal and the pages. */
  parts: AlertParts | null = null;

  /** Tells of the ticket that the reply names, unless somebody sees it anyway or took it meanwhile. */
  async send(_conversation: string, { body }: Reply, row: OutboxRow): Promise<SendOutcome> {
    const nothing = { kind: 'sent', ref: null } as const;
    const { parts } = this;
    if (!parts?.webhook || parts.isAnybodyThere()) return nothing;
    const entry = await parts.entry(plain(body));
    if (entry?.state !== 'waiting') return nothing;
    return post(parts.webhook, idOf(row), bodyOf(entry, parts), parts.now(), row.attempt);
  }

  /** An alert whose sending was cut off is sent again: it has the same id, by which the other side knows it. */
  async find(): Promise<Reconciled> {
    return { kind: 'absent' };
  }
}

function bodyOf(entry: TicketEntry, { link, now }: AlertParts): string {
  const { ticket, title, urgent, since, promised, desk } = entry;
  const data = { ticket, desk, problem: title, urgent, since, promised, link: link(ticket) };
  return JSON.stringify({ type: 'ticket.waiting', timestamp: now().toISOString(), data });
}

async function post(
  { url, secret }: WebhookSettings,
  id: string,
  body: string,
  now: Date,
  attempt: number,
): Promise<SendOutcome> {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, attempt - 1), LONGEST_PAUSE_MS);
  const seconds = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64');
  let status: number;
  let after: string | null;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'firstline',
        'webhook-id': id,
        'webhook-timestamp': seconds,
        'webhook-signature': `v1,${signature}`,
      },
      body,
      // Another address was not agreed on.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    status = response.status;
    after = response.headers.get('retry-after');
    await response.body?.cancel();
  } catch {
    // Whether it arrived or not: with the same id it counts once.
    return { kind: 'later', afterMs: pause };
  }
  if (status >= 200 && status < 300) return { kind: 'sent', ref: null };
  if (LATER.has(status) || status >= 500)
    return { kind: 'later', afterMs: Math.max(pause, 1000 * (Number(after) || 0)) };
  return { kind: 'refused', why: `the webhook answered ${status}` };
}

/** The id of an alert, the same in every attempt and every process. */
function idOf({ conversation, turn, part }: OutboxRow): string {
  return `msg_${createHash('sha256').update(`${conversation}|${turn}|${part}`).digest('base64url').slice(0, 27)}`;
}
