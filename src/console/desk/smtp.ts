/** The connection to the mail server: made in one way for the mails and for the look at whether it answers. */
import type { Transporter } from 'nodemailer';
import type { Finding } from '../../core/finding.ts';
import { certificateTime } from '../../core/tls-trouble.ts';
import type { MailSettings } from '../settings.ts';

/** The time for each step of a delivery, in milliseconds. */
const PATIENCE_MS = 8_000;

/** An error of nodemailer: its own code, that of the system or of TLS behind it, and the answer of the server. */
export interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly cause?: unknown;
}

/** Makes the connection; nothing is asked of the server yet. */
export async function transportOf({ url }: MailSettings): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const patience = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
  return createTransport({
    host: url.hostname,
    port: portOf(url),
    secure: isSecure(url),
    // The settings allow plain SMTP on this machine alone; elsewhere a server without TLS gets nothing.
    requireTLS: !isSecure(url) && !url.searchParams.has('plain'),
    ignoreTLS: url.searchParams.has('plain'),
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...patience,
  });
}

/** Connects, agrees on TLS and signs in, and sends nothing. The finding never holds the password. */
export async function lookAtMail(mail: MailSettings): Promise<Finding> {
  const at = `${mail.url.hostname}:${portOf(mail.url)}`;
  const transport = await transportOf(mail);
  try {
    await transport.verify();
    const how = mail.url.username === '' ? 'without a password' : 'and takes the user and the password';
    return { state: 'fine', what: `The mail server ${at} answers ${how}; no mail was sent` };
  } catch (error) {
    return { state: 'wrong', ...explained(error as SmtpError, at) };
  } finally {
    transport.close();
  }
}

function explained(
  { code, responseCode, message }: SmtpError,
  at: string,
): { readonly what: string; readonly cure: string } {
  const answered = responseCode ? ` (it answered ${responseCode})` : '';
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return {
      what: `The mail server ${at} does not take the user and the password of SMTP_URL${answered}`,
      cure: 'Correct them in SMTP_URL: signs such as @, : and / in them are written %40, %3A and %2F. Some servers want a password for programs.',
    };
  if (code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(message))
    return { what: `The name of the mail server ${at} is not known`, cure: 'Correct the name in SMTP_URL.' };
  const [what, cure] = certificateTime(message, at) ?? [];
  if (what !== undefined) return { what, cure: cure! };
  if (code === 'ETLS' || CERTIFICATE.test(message))
    return {
      what: `The mail server ${at} has no TLS that can be trusted: ${message}`,
      cure: 'Give its name as the certificate has it, have Node trust your own authority (NODE_EXTRA_CA_CERTS), or use smtps:// where it has TLS from the start (port 465).',
    };
  if (code === 'EPROTOCOL' || responseCode)
    return {
      what: `The mail server ${at} answers, and not as a mail server should${answered}`,
      cure: 'See whether SMTP_URL has the right port: 587 for smtp://, 465 for smtps://.',
    };
  return {
    what: `The mail server ${at} can't be reached: ${message}`,
    cure: 'See whether SMTP_URL has the right host and port, and whether a firewall lets this machine connect to it.',
  };
}

/** The words of TLS about a certificate that it does not trust, or about a server that speaks something else. */
const CERTIFICATE = /certificate|altname|wrong version number|self.signed|packet length/i;

function isSecure(url: URL): boolean {
  return url.protocol === 'smtps:';
}

function portOf(url: URL): number {
  return Number(url.port) || (isSecure(url) ? 465 : 587);
}
