/** Looks whether the proxy lets this machine through to the hosts that it needs. */
import { Agent, request } from 'node:https';
import type { Finding } from '../core/finding.ts';
import { type ProxySettings, proxyFault, proxyTrouble } from '../core/proxy.ts';

/** The time for the way through the proxy to one host, in milliseconds. */
const PATIENCE_MS = 8000;

/** Connects to the host of each https address by the proxy, and sends nothing. Ends with the first trouble. */
export async function* lookAtProxy(proxy: ProxySettings, addresses: readonly string[]): AsyncGenerator<Finding> {
  for (const { host, hostname, protocol } of addresses.map((address) => new URL(address))) {
    // Plain http is for this machine alone.
    if (protocol !== 'https:') continue;
    const error = await through(proxy, host);
    const { code } = (error ?? {}) as { readonly code?: string };
    // A trouble behind the proxy is told by those who ask that host.
    const trouble = error && (proxyTrouble(error) ?? (isOfProxy(error, proxy) ? { status: null, why: code! } : null));
    if (!trouble) {
      yield {
        state: 'fine',
        what: `The way out to ${hostname} is open, as HTTPS_PROXY and NO_PROXY say (${proxy.shown}).`,
      };
      continue;
    }
    const { message, cure, code: known } = proxyFault(trouble, proxy, hostname);
    return yield { state: 'wrong', what: `${message}.`, cure: `${cure.replaceAll('`', '')} [${known}]` };
  }
}

/** Whether a connection that was never made is that to the proxy, and not one past it. */
function isOfProxy(error: Error, { env }: ProxySettings): boolean {
  const [first = error] = (error as AggregateError).errors ?? [];
  const { syscall, hostname, port } = first as NodeJS.ErrnoException & { hostname?: string; port?: number };
  const proxy = new URL(env.https_proxy);
  if (syscall === 'getaddrinfo') return hostname === proxy.hostname;
  return syscall === 'connect' && port === Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80));
}

/** The error of a connection to a host; null where it came about. */
function through({ env }: ProxySettings, host: string): Promise<Error | null> {
  const agent = new Agent({ proxyEnv: { ...env }, timeout: PATIENCE_MS });
  return new Promise<Error | null>((resolve) => {
    const sent = request(`https://${host}/`, { method: 'HEAD', agent, timeout: PATIENCE_MS });
    sent.on('error', resolve);
    // It comes once a tunnel stands; past the proxy it comes at once, and the connection is not made yet.
    sent.on('socket', (socket) => {
      if (socket.connecting) socket.once('secureConnect', () => resolve(null));
      else resolve(null);
    });
    sent.flushHeaders();
  }).finally(() => agent.destroy());
}
