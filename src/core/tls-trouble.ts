/** Certificates that are not taken: run out, of another host, or of no known authority, as a proxy puts in that looks into TLS. */

/** The codes and words of such errors. */
export const UNKNOWN_SIGNER =
  /SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|self[- ]signed certificate|unable to (verify the first|get local issuer) certificate/i;

/** Errors of certificates, by their codes: no connection was made, so nothing was sent. */
export const CERTIFICATE_CODES = [
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
] as const;

/** Errors that a clock makes as well as a certificate. */
const OF_TIME = /CERT_HAS_EXPIRED|certificate has expired|CERT_NOT_YET_VALID|certificate is not yet valid/i;
const OF_ANOTHER = /ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH/;

/** Names the cause and the cure where an error's words tell of a certificate of a host that has run out, or a clock that is wrong; null elsewhere. */
export function certificateTime(words: string, host: string): readonly [what: string, cure: string] | null {
  const time = OF_TIME.exec(words)?.[0];
  if (time === undefined) return null;
  return [
    `The certificate of ${host} is not valid at the time that this machine has (${time}).`,
    `Compare this machine’s clock with the right time (date -u). If it is right, the certificate has run out: that of ${host}, or of a proxy that inspects TLS.`,
  ];
}

/** Names the cause and the cure where an error's words tell of a certificate on the way to a host that is not taken; null elsewhere. */
export function certificateCause(words: string, host: string): readonly [what: string, cure: string] | null {
  const unknown = UNKNOWN_SIGNER.exec(words)?.[0];
  if (unknown !== undefined)
    return [
      `Between this machine and ${host} somebody puts in a certificate of their own (${unknown}): a proxy that inspects TLS.`,
      'Give Node the proxy’s root certificate (NODE_EXTRA_CA_CERTS=/path/to/root.pem, or NODE_USE_SYSTEM_CA=1), or exempt these hosts from inspection.',
    ];
  const outOfTime = certificateTime(words, host);
  if (outOfTime !== null) return outOfTime;
  const another = OF_ANOTHER.exec(words)?.[0];
  if (another === undefined) return null;
  return [
    `What answers as ${host} has the certificate of another host (${another}).`,
    'See where the name leads from here (DNS, /etc/hosts), and whether a proxy or a sign-in page of the network stands between.',
  ];
}
