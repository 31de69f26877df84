/** Sends everything that goes out over HTTP by the proxy of the settings; mail and the database know no such proxy. */
import * as http from 'node:http';
import { EnvHttpProxyAgent, getGlobalDispatcher, Pool, setGlobalDispatcher } from 'undici';
import { setBypass } from '../config.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { BROKEN_OFF, networksIn, type ProxySettings, proxyFault, proxyTrouble } from '../core/proxy.ts';

/**
 * Puts a proxy before every request of this process: those of `fetch` and of Slack's sockets by undici's agent, and those
 * of Node's own clients (tokens of Microsoft's) by theirs. Answers how to take it away again.
 * @throws {Fault} SETTING_WRONG on a Node whose clients would go past the proxy without a word
 */
export function goOutBy(proxy: ProxySettings | null, log: Log): () => void {
  if (!proxy) return () => undefined;
  if (typeof http.setGlobalProxyFromEnv !== 'function')
    throw new Fault(
      'SETTING_WRONG',
      `HTTPS_PROXY needs Node 24.14 or newer, and this is ${process.version}`,
      'Start it with npm start or npx firstline after npm ci, which brings the right one.',
    );
  const { http_proxy, https_proxy, no_proxy } = proxy.env;
  log.info({ proxy: proxy.shown }, 'requests go out by a proxy');
  const networks = networksIn(proxy.env);
  if (networks.length > 0)
    log.warn({ code: 'PROXY_NETWORKS', networks, cure: FAULTS.PROXY_NETWORKS.cure }, FAULTS.PROXY_NETWORKS.cause);
  const before = getGlobalDispatcher();
  const restore = http.setGlobalProxyFromEnv({ ...proxy.env });
  const agent = new EnvHttpProxyAgent({
    httpProxy: http_proxy,
    httpsProxy: https_proxy,
    noProxy: no_proxy,
    // By default it waits five minutes for a proxy's answer, longer than anybody who asks.
    headersTimeout: PATIENCE_MS,
    clientFactory: (origin, options) => new Tunnels(origin, options, proxy, log),
  });
  setGlobalDispatcher(agent);
  // The library for a cloud's identities has a client of its own, which reads the variable when it is loaded: without the
  // address of those tokens in it, it would ask the proxy for them.
  const restoreBypass = setBypass(no_proxy);
  return () => {
    restoreBypass();
    restore();
    setGlobalDispatcher(before);
    void agent.destroy();
  };
}

const PATIENCE_MS = 30_000;

/**
 * The connections to the proxy. Where it ends one instead of answering, undici would take that for a connection that
 * grew old and try again at once, thousands of times a second: here that is an end.
 */
class Tunnels extends Pool {
  readonly #proxy: ProxySettings;
  readonly #log: Log;

  constructor(origin: URL, options: object, proxy: ProxySettings, log: Log) {
    super(origin, options);
    this.#proxy = proxy;
    this.#log = log;
  }

  // biome-ignore lint/suspicious/noExplicitAny: undici's types have both ways to call it
  override connect(options: any, ...rest: any[]): any {
    if (rest.length > 0) return super.connect(options, rest[0]);
    return super.connect(options).then(
      (answer) => {
        const trouble = { status: answer.statusCode, why: `HTTP ${answer.statusCode}` };
        if (answer.statusCode !== 200) this.#tell(trouble, options.path);
        return answer;
      },
      (cause: Error & { code?: string }) => {
        const isBrokenOff = cause.code === 'UND_ERR_SOCKET';
        const error = isBrokenOff
          ? Object.assign(new Error('the proxy broke the connection off', { cause }), { code: BROKEN_OFF })
          : cause;
        // An abort or a time-out is the asker's own: nothing went wrong at the proxy.
        if (cause.name !== 'AbortError' && cause.name !== 'TimeoutError')
          this.#tell(proxyTrouble(error) ?? { status: null, why: cause.code ?? cause.name }, options.path);
        throw error;
      },
    );
  }

  #tell(trouble: Parameters<typeof proxyFault>[0], target: string): void {
    const fault = proxyFault(trouble, this.#proxy, target.replace(/:\d+$/, ''));
    this.#log.warn({ err: fault, code: fault.code }, fault.message);
  }
}
