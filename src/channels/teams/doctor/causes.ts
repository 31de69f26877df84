/** Causes that the doctor tells apart, each with its cure. */
import { certificateCause, UNKNOWN_SIGNER } from '../../../core/tls-trouble.ts';
import { subcodeIn } from '../send/outcomes.ts';

/** A cause and its cure. */
export type KnownCause = readonly [what: string, cure: string];

const CERTIFICATE = /CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME_INVALID|CERT_NOT_YET_VALID/;

/** The connector's own words for a bot it does not let in. */
const REFUSED: Readonly<Record<string, KnownCause>> = {
  BotDisabledByAdmin: [
    'An administrator has blocked the app in this organisation (BotDisabledByAdmin): nothing it sends is taken.',
    'Teams admin center, Teams apps, Manage apps: find the app and allow it; then see Permission policies.',
  ],
  BotNotRegistered: [
    'The Bot Connector knows no bot with this MicrosoftAppId (BotNotRegistered).',
    'Azure portal: the Azure Bot must have this app id, and under Channels Microsoft Teams must be on. A managed identity or an app registration alone is no bot.',
  ],
};

/** Finds the cause of a failed request to one of Microsoft's services; null for an ordinary failure of the network. */
export function causeOf(error: unknown, host: string): KnownCause | null {
  return certificateCause(allOf(error), host);
}

/** The trouble with the certificate of Firstline's own address; null where it is something else. */
export function certificateTrouble(error: unknown): string | null {
  const all = allOf(error);
  return UNKNOWN_SIGNER.exec(all)?.[0] ?? CERTIFICATE.exec(all)?.[0] ?? null;
}

/** Reads the connector's answer: why it refuses the bot; null where it says something else. */
export function refusalOf(body: string): KnownCause | null {
  return REFUSED[subcodeIn(body)] ?? Object.entries(REFUSED).find(([code]) => body.includes(code))?.[1] ?? null;
}

/** All that an error says, with the errors that caused it. */
function allOf(error: unknown): string {
  const words: string[] = [];
  for (
    let e = error as { message?: unknown; code?: unknown; cause?: unknown } | undefined, depth = 0;
    e && depth < 5;
    depth++
  ) {
    words.push(String(e.code ?? ''), String(e.message ?? ''));
    e = e.cause as typeof e;
  }
  return words.join(' ');
}
