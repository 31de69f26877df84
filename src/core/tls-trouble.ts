/** Certificates that no known authority signed: what a proxy puts in that looks into encrypted connections. */

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

/** Names the cause and the cure where an error's words tell of such a proxy on the way to a host; null elsewhere. */
export function interception(words: string, host: string): readonly [what: string, cure: string] | null {
  const error = UNKNOWN_SIGNER.exec(words)?.[0];
  if (error === undefined) return null;
  return [
    `Between this machine and ${host} somebody puts in a certificate of their own (${error}): a proxy that inspects TLS.`,
    'Give Node the proxy’s root certificate (NODE_EXTRA_CA_CERTS=/path/to/root.pem, or NODE_USE_SYSTEM_CA=1), or exempt these hosts from inspection.',
  ];
}
