/**
 * The way out by a company's proxy: what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, in one form for everything that
 * makes requests, and what went wrong at the proxy.
 */
import type { Env, Settings } from './channel.ts';
import { Fault } from './fault.ts';
import { FAULTS, type FaultCode } from './faults.ts';
import { given, wrong } from './settings.ts';

/** The variables as Node's agents read them; an empty one counts as not set. Both addresses may hold a password. */
export interface ProxyEnv {
  readonly http_proxy: string;
  readonly https_proxy: string;
  readonly no_proxy: string;
}

/** A proxy, checked. */
export interface ProxySettings {
  readonly env: ProxyEnv;
  /** Its address without user and password, for people: `http://proxy.example.com:3128`. */
  readonly shown: string;
  readonly hasPassword: boolean;
}

const MEANT = 'an address such as http://proxy.example.com:3128';
const CURE =
  'Write it as http://host:port or http://user:password@host:port; in user and password, signs such as @, :, / and # are written %40, %3A, %2F and %23. Other kinds of proxies (SOCKS) can’t be used.';
/**
 * Never asked of a proxy: this machine, and the address at which a cloud's machine gets its own tokens. A proxy would
 * get those for itself.
 */
const NEVER = ['localhost', '127.0.0.1', '::1', '[::1]', '169.254.169.254'];
/** The variables in which a cloud names another such address, as Azure does for its apps and containers. */
const TOKEN_PLACES = ['IDENTITY_ENDPOINT', 'IMDS_ENDPOINT', 'MSI_ENDPOINT', 'AZURE_POD_IDENTITY_AUTHORITY_HOST'];

/**
 * Reads the variables, in lower case before upper case as curl and Node do; null where no proxy is set. `HTTP_PROXY`
 * alone is for https, too: nothing goes out otherwise.
 */
export function proxySettings(env: Env): Settings<ProxySettings> {
  const known = given(env, ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']);
  const texts = {
    HTTPS_PROXY: known.https_proxy ?? known.HTTPS_PROXY,
    HTTP_PROXY: known.http_proxy ?? known.HTTP_PROXY,
  };
  const read = new Map<string, URL>();
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined || text.trim() === '') continue;
    const url = addressOf(text.trim());
    if (url === null) return wrong(`${name} must be ${MEANT}`, CURE);
    read.set(name, url);
  }
  const http = read.get('HTTP_PROXY');
  const https = read.get('HTTPS_PROXY') ?? http;
  const places = Object.values(given(env, TOKEN_PLACES)).flatMap((place) => URL.parse(place)?.hostname ?? []);
  const no_proxy = bypassOf(known.no_proxy ?? known.NO_PROXY ?? '', places);
  if (https === undefined || no_proxy === '*') return { settings: null };
  return {
    settings: {
      env: { http_proxy: http?.href ?? '', https_proxy: https.href, no_proxy },
      shown: https.origin,
      hasPassword: https.username !== '' || https.password !== '',
    },
  };
}

/** The proxy as a part of a channel's settings: nothing where none is set. A wrong one is told by the settings of the service. */
export function setProxy(env: Env): { readonly proxy?: ProxySettings } {
  const read = proxySettings(env);
  return 'settings' in read && read.settings ? { proxy: read.settings } : {};
}

/** The address of a proxy; without a scheme it is http, as curl has it. Null where it is none. */
function addressOf(text: string): URL | null {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.pathname !== '/') return null;
  if (url.search !== '' || url.hash !== '') return null;
  try {
    decodeURIComponent(url.username + url.password);
    return url;
  } catch {
    return null;
  }
}

/**
 * The hosts that are reached without the proxy. A name stands for what is below it, too: Node's two clients differ in
 * that, and both read a name with a dot before it so.
 */
function bypassOf(list: string, places: readonly string[]): string {
  const entries = list.split(/[,\s]+/).filter((entry) => entry !== '');
  if (entries.includes('*')) return '*';
  const named = entries.map((entry) => (/^[\d.:/-]+$|^\[|:\d+$|^[.*]/.test(entry) ? entry : `.${entry}`));
  return [...new Set([...named, ...NEVER, ...places])].join(',');
}

/** Networks in `NO_PROXY` that Node does not understand: `10.0.0.0/8`. */
export function networksIn({ no_proxy }: ProxyEnv): readonly string[] {
  return no_proxy.split(',').filter((entry) => entry.includes('/'));
}

/** The code of an error of ours where a proxy ended a connection instead of answering. */
export const BROKEN_OFF = 'PROXY_BROKE_OFF';

/** The trouble that a proxy itself makes: the status it answered; null where it gave none. Nothing was sent to the host behind it. */
export interface ProxyTrouble {
  readonly status: number | null;
  readonly why: string;
}

/** Finds the trouble that a proxy made in an error and its causes; null where it is of another kind. */
export function proxyTrouble(error: unknown): ProxyTrouble | null {
  for (let e = error; e instanceof Error; e = (e as { original?: unknown }).original ?? e.cause) {
    const { code, statusCode, message } = e as Error & { readonly code?: unknown; readonly statusCode?: unknown };
    if (code === 'ERR_PROXY_TUNNEL') {
      if (typeof statusCode === 'number') return { status: statusCode, why: `HTTP ${statusCode}` };
      return { status: null, why: /timed out/.test(message) ? 'no answer in time' : 'it broke off' };
    }
    if (code === BROKEN_OFF) return { status: null, why: 'it broke off' };
    if (code === 'UND_ERR_PRX_TLS') return { status: null, why: 'its certificate is not trusted' };
    // undici has the status in its words alone.
    const status = code === 'UND_ERR_ABORTED' ? /^Proxy response \((\d{3})\)/.exec(message)?.[1] : undefined;
    if (status !== undefined) return { status: Number(status), why: `HTTP ${status}` };
  }
  return null;
}

/** The fault of a proxy, for the log and the doctor. Neither user nor password is in it. */
export function proxyFault({ status, why }: ProxyTrouble, { shown, hasPassword }: ProxySettings, host: string): Fault {
  const code: FaultCode = status === null ? 'PROXY_UNREACHABLE' : 'PROXY_REFUSED';
  const { cure } = FAULTS[code];
  if (status === null) return new Fault(code, `The proxy ${shown} does not answer (${why})`, cure);
  if (status === 407)
    return new Fault(
      code,
      hasPassword
        ? `The proxy ${shown} does not take the user and the password of HTTPS_PROXY (407)`
        : `The proxy ${shown} wants a user and a password, and HTTPS_PROXY has none (407)`,
      cure,
    );
  return new Fault(code, `The proxy ${shown} lets nothing through to ${host} (${why})`, cure);
}
