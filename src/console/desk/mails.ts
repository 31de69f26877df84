/**
 * Alerts by mail, beside the webhook or in its place: number, problem, urgency and link, and never what people wrote. One
 * attempt is one delivery to the mail server; the outbox tries again.
 */
import type { Transporter } from 'nodemailer';
import type { Channel, Reconciled, SendOutcome } from '../../core/channel.ts';
import { MAIL_CHANNEL } from '../../core/desk.ts';
import type { Reply } from '../../core/reply.ts';
import { SilentChannel } from '../../core/silent-channel.ts';
import type { OutboxRow } from '../../core/store.ts';
import { type AlertParts, alertId, type DueAlert, dueAlert, later } from './alert-parts.ts';
import { type SmtpError, transportOf } from './smtp.ts';

/** Mails among the channels. */
export class DeskMails extends SilentChannel implements Channel {
  readonly name = MAIL_CHANNEL;
  /** Set once the rest is there: channels are made before the journal and the pages. */
  parts: AlertParts | null = null;
  #transport: Promise<Transporter> | null = null;

  /** Tells of the ticket that the reply names, unless somebody sees it anyway or took it meanwhile. */
  async send(_conversation: string, reply: Reply, row: OutboxRow): Promise<SendOutcome> {
    const { parts } = this;
    const alert = parts?.mail ? await dueAlert(reply, parts) : null;
    if (!parts?.mail || !alert) return { kind: 'sent', ref: null };
    this.#transport ??= transportOf(parts.mail);
    const transport = await this.#transport;
    const { from, to } = parts.mail;
    try {
      await transport.sendMail({
        ...{ from, to: [...to] },
        ...wordsOf(alert, parts),
        // The same in every attempt: a mail that came twice is shown once by most programs, and is known as one.
        messageId: `<${alertId(row)}@firstline>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(alert.entry.urgent ? { priority: 'high' as const } : {}),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { kind: 'sent', ref: null };
    } catch (error) {
      return outcomeOf(error as SmtpError, row.attempt);
    }
  }

  /** A mail whose sending was cut off is sent again: it has the same id. */
  async find(): Promise<Reconciled> {
    return { kind: 'absent' };
  }

  override close(): void {
    void this.#transport?.then((transport) => transport.close());
  }
}

/** Errors about the mail itself; those about connection, TLS and password may be different in a moment. */
const ABOUT_MAIL: ReadonlySet<string | undefined> = new Set(['EENVELOPE', 'EMESSAGE']);

/** A server that says no to a mail for good is not asked again. */
function outcomeOf(error: SmtpError, attempt: number): SendOutcome {
  const { code, responseCode = 0 } = error;
  const isForGood = responseCode >= 500 && ABOUT_MAIL.has(code);
  return isForGood
    ? { kind: 'refused', why: `the mail server answered ${responseCode}` }
    : later(attempt, whyOf(error));
}

function wordsOf({ entry, reason }: DueAlert, { say, link }: AlertParts): { subject: string; text: string } {
  const { ticket, title, urgent, desk, promised } = entry;
  const problem = title ?? say('mail-not-recognised', {});
  const values = { ticket, problem, desk, link: link(ticket), when: promised ?? '' };
  const lines = [
    say(`mail-${reason}`, values),
    ...(urgent ? [say('mail-urgent', values)] : []),
    ...(promised === null ? [] : [say('mail-promised', values)]),
    say('mail-link', values),
  ];
  const subject = say(urgent ? 'mail-subject-urgent' : 'mail-subject', values).replace(/\s+/g, ' ');
  return { subject, text: `${lines.join('\n\n')}\n` };
}

/** Errors of the way to the server: their words are the system's own. */
const OF_THE_WAY: ReadonlySet<string> = new Set(['ECONNECTION', 'EDNS', 'ESOCKET', 'ETIMEDOUT', 'ETLS']);

/** An error in codes: the words of others may quote the server's answer, and that the mail. */
function whyOf({ code = 'unknown', responseCode, message }: SmtpError): string {
  if (OF_THE_WAY.has(code)) return `${code} ${message}`.slice(0, 200);
  return responseCode ? `${code} ${responseCode}` : code;
}
