/** This machine: the addresses and names it has for itself, and the headers that show that a request came from further away. */

/** Headers that proxies and tunnels add to what they pass on, besides `x-forwarded-…` and Cloudflare's `cf-…`. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-original-host',
  'true-client-ip',
  'fastly-client-ip',
  'cdn-loop',
]);

/**
 * Tells whether a request was passed on by a proxy or a tunnel, by its headers (names in lower case): it comes from
 * elsewhere then, whatever address it seems to come from.
 */
export function isPassedOn(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some(
    (name) => PASSED_ON.has(name) || name.startsWith('x-forwarded-') || name.startsWith('cf-'),
  );
}

/** Tells whether the address of the other end of a connection is this machine's own. */
export function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^::ffff:/, '');
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** Tells whether a host's name, without a port, is this machine's own: any other may be a trick of another site (DNS rebinding). */
export function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The name in a Host header, in lower case and without the port; empty where there is none. */
export function hostnameOf(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '').toLowerCase();
}

/** Tells whether a request comes from this machine: by its connection, by the name it was sent to, and passed on by nobody. */
export function isFromThisMachine(address: string | undefined, headers: Readonly<Record<string, unknown>>): boolean {
  return (
    !isPassedOn(headers) && isLoopbackAddress(address) && isLoopbackName(hostnameOf(headers.host as string | undefined))
  );
}
