/** Warns of what surrounds the service and would be understood late: the way it is supervised, and certificates that Node left out. */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServiceSurroundings } from '../config.ts';
import { FAULTS, type FaultCode } from '../core/faults.ts';
import type { Log } from '../core/log.ts';

/** The certificates of a file, as Node reads them. */
const CERTIFICATE =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** Warns once, when the service starts. */
export function warnOfSurroundings({ isNotified, certificates }: ServiceSurroundings, log: Log): void {
  const warn = (code: FaultCode, fields: object): void =>
    log.warn({ code, ...fields, cure: FAULTS[code].cure }, FAULTS[code].cause);
  if (isNotified) warn('NOTIFY_UNKNOWN', {});
  const why = certificates === null ? null : unread(certificates);
  if (why !== null) warn('CERTIFICATES_UNREAD', { file: certificates, why });
}

/** The reason for which Node left the certificates of a file out, and said so only in passing; null where it took them. */
function unread(file: string): string | null {
  try {
    const all = readFileSync(file, 'utf8').match(CERTIFICATE) ?? [];
    for (const one of all) new X509Certificate(one);
    return all.length > 0 ? null : 'no certificate is in it';
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return code ?? message;
  }
}
