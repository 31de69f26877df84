/**
 * Alerts by a signed webhook (Standard Webhooks): they tell of a ticket that waits at a desk in the browser while nobody has
 * the console open, or whose promise is about to break. They say number, problem, urgency and link, and never what people wrote.
 */
import { createHmac } from 'node:crypto';
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import { ALERT_CHANNEL } from '../../core/desk.ts';
import { proxyTrouble } from '../../core/proxy.ts';
import type { Reply } from '../../core/reply.ts';
import { SilentChannel } from '../../core/silent-channel.ts';
import type { OutboxRow } from '../../core/store.ts';
import type { WebhookSettings } from '../settings.ts';
import { type AlertParts, alertId, type DueAlert, dueAlert, later } from './alert-parts.ts';

/** The time for one attempt, in milliseconds. */
const PATIENCE_MS = 10_000;
/** Answers that ask to come back: too early, too many, and whatever is the other side's own trouble. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/** Alerts among the channels: each goes through the outbox like a reply, so that none is lost in a restart. */
export class DeskAlerts extends SilentChannel implements Channel {
  readonly name = ALERT_CHANNEL;
  /** Set once the rest is there: channels are made before the journal and the pages. */
  parts: AlertParts | null = null;

  /** Tells of the ticket that the reply names, unless somebody sees it anyway or took it meanwhile. */
  async send(_conversation: string, reply: Reply, row: OutboxRow): Promise<SendOutcome> {
    const nothing = { kind: 'sent', ref: null } as const;
    const { parts } = this;
    const alert = parts && (await dueAlert(reply, parts));
    if (!parts || !alert) return nothing;
    if (!parts.webhook && !parts.mail && !(await parts.isAnybodyThere())) await parts.unheard(alert.entry.ticket);
    if (!parts.webhook) return nothing;
    return post(parts.webhook, alertId(row), bodyOf(alert, parts), parts.now(), row.attempt);
  }

  /** An alert whose sending was cut off is sent again: it has the same id, by which the other side knows it. */
  async find(): Promise<Reconciled> {
    return { kind: 'absent' };
  }
}

function bodyOf({ entry, reason }: DueAlert, { link, now }: AlertParts): string {
  const { ticket, title, urgent, since, promised, desk } = entry;
  const data = { ticket, desk, problem: title, urgent, since, promised, link: link(ticket) };
  return JSON.stringify({ type: `ticket.${reason}`, timestamp: now().toISOString(), data });
}

async function post(
  { url, secret }: WebhookSettings,
  id: string,
  body: string,
  now: Date,
  attempt: number,
): Promise<SendOutcome> {
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
  } catch (error) {
    // Whether it arrived or not: with the same id it counts once.
    return later(attempt, codeIn(error));
  }
  if (status >= 200 && status < 300) return { kind: 'sent', ref: null };
  if (LATER.has(status) || status >= 500) return later(attempt, `it answered ${status}`, 1000 * (Number(after) || 0));
  return { kind: 'refused', why: `the webhook answered ${status}` };
}

/** The innermost code of a failed request: a network's, a certificate's or the proxy's; never its words. */
function codeIn(error: unknown): string {
  const atProxy = proxyTrouble(error);
  if (atProxy) return `the proxy: ${atProxy.why}`;
  let found = error instanceof Error ? error.name : 'unknown';
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as NodeJS.ErrnoException;
    if (typeof code === 'string') found = code;
  }
  return found;
}
