/** The other end of a request, as far as it can be known: what proxies say of it is believed from trusted ones only. */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import proxyaddr from 'proxy-addr';
import { isFromThisMachine } from '../../core/loopback.ts';

/** Tells whether an address is a proxy whose headers are believed. */
export type Trust = (address: string, distance: number) => boolean;

/** The other end of a request. */
export interface Caller {
  /** The network that limits count by: an IPv4 address, or the 64 bits of an IPv6 address that one household shares. */
  readonly network: string;
  /** Whether the request came by TLS, all the way to the first proxy. */
  readonly secure: boolean;
  /** The name and port that the page was opened under. */
  readonly host: string;
  /** Whether the request comes from this machine, and was passed on by nobody. */
  readonly local: boolean;
}

/** The longest name of a network, in characters; what a proxy says may be anything. */
const LONGEST_NETWORK = 64;

/**
 * Makes the test for trusted proxies, given as addresses, networks (`10.0.0.0/8`) or `loopback`, `linklocal`, `uniquelocal`.
 * @throws TypeError for anything else
 */
export function createTrust(proxies: readonly string[]): Trust {
  return proxyaddr.compile([...proxies]);
}

/** Finds out who sent a request. */
export function callerOf(request: IncomingMessage, isTrusted: Trust): Caller {
  const { headers, socket } = request;
  const peer = socket.remoteAddress ?? '';
  const told = peer !== '' && isTrusted(peer, 0);
  return {
    network: networkOf(told ? proxyaddr(request, isTrusted) : peer),
    secure: told && firstOf(headers['x-forwarded-proto']) === 'https',
    host: (told && firstOf(headers['x-forwarded-host'])) || headers.host || '',
    local: isFromThisMachine(peer, headers),
  };
}

/** The first value of a header that every proxy on the way may have added to. */
function firstOf(header: string | string[] | undefined): string {
  return String(header ?? '')
    .split(',')[0]!
    .trim()
    .toLowerCase();
}

/** The network of an address: one household or phone has 2^64 IPv6 addresses to choose from. */
function networkOf(address: string): string {
  // Some proxies write the port behind the address.
  const plain = address
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain.slice(0, LONGEST_NETWORK);
  const [front = '', back] = plain.toLowerCase().split('::');
  const head = front === '' ? [] : front.split(':');
  const tail = back ? back.split(':') : [];
  const whole = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
