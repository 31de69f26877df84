/** Tells why a server can't listen at an address. */
import { Fault } from './fault.ts';

/** The names of the settings that an address comes from. */
interface AddressNames {
  readonly host: string;
  readonly port: string;
}

/** The cures by the system's codes; any other code has the general one. */
const CURES: Readonly<Record<string, (names: AddressNames) => string>> = {
  EACCES: ({ port }) =>
    `Set ${port} to a number above 1023, with a proxy in front: lower ones are for root. With systemd, AmbientCapabilities=CAP_NET_BIND_SERVICE allows them, too.`,
  EADDRINUSE: ({ port }) => `Is Firstline running already? Stop it, or set ${port} to another number.`,
  EADDRNOTAVAIL: ({ host }) =>
    `Set ${host} to an address that this machine has (ip address), or to 0.0.0.0 or :: for all of them.`,
  EAFNOSUPPORT: ({ host }) => `Set ${host} to an address of the kind that this machine has: ::1 or :: for IPv6.`,
  EINVAL: ({ host }) =>
    `Write the network card behind a link-local address, as in fe80::1%eth0, or set ${host} to another.`,
  ENOTFOUND: ({ host }) => `Set ${host} to an address, such as 127.0.0.1 or ::1: this machine does not know that name.`,
};

/** The fault of a server that can't listen; `names` are those of the settings. */
export function cannotListen(
  at: { readonly host: string; readonly port: number },
  cause: Error,
  names: AddressNames,
): Fault {
  const { code = '' } = cause as { readonly code?: string };
  const where = at.host.includes(':') ? `[${at.host}]:${at.port}` : `${at.host}:${at.port}`;
  const cure = CURES[code]?.(names) ?? `Check ${[...new Set([names.port, names.host])].join(' and ')}.`;
  return new Fault('CANNOT_LISTEN', `Can't listen on ${where} (${code || cause.message})`, cure, { cause });
}
