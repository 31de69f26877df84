/** Slack's web API: one call, one request, and what its errors mean. */
import {
  type Logger,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { FAULTS } from '../../../core/faults.ts';
import type { Log } from '../../../core/log.ts';
import { proxyTrouble } from '../../../core/proxy.ts';
import { CERTIFICATE_CODES, certificateCause } from '../../../core/tls-trouble.ts';
import { Troubles } from '../../../core/troubles.ts';

/** Slack's own API; `SLACK_API_URL` names another for tests and proxies. */
export const SLACK_API = 'https://slack.com/api/';

/**
 * The longest a call may take, in milliseconds: less than the journal's patience, so that the channel itself tells the
 * outcome.
 */
const TIMEOUT_MS = 8000;
/** The pause when Slack says "too much" but not for how long, in seconds. */
const UNTOLD_WAIT_S = 10;

/**
 * Makes the client's options. One call is one request: the SDK's own retries would post twice, and its queue would let
 * one busy channel stop all others.
 */
export function clientOptions(apiUrl: string, log: Log): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    allowAbsoluteUrls: false,
    maxRequestConcurrency: 200,
    logger: quiet(log),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (response.status !== 429 || response.headers.has('retry-after')) return response;
      return new Response(null, { status: 429, headers: { 'retry-after': String(UNTOLD_WAIT_S) } });
    },
  };
}

/** Makes a client for a token. */
export function createClient(token: string, apiUrl: string, log: Log): WebClient {
  return new WebClient(token, clientOptions(apiUrl, log));
}

/** The outcome of a call that did not succeed. */
export type ApiFailure =
  /** Slack said no; `why` is its own word. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Not done, and to be tried again after `afterMs` milliseconds. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly why?: string }
  /** Perhaps done. */
  | { readonly kind: 'unknown'; readonly why: string };

/** Errors after which even Slack does not know whether something was done. */
const AMBIGUOUS = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];
const TOO_MUCH = ['ratelimited', 'rate_limited', 'message_limit_exceeded'];
/** Errors of connections that were never made, so that nothing was delivered. */
const NEVER_CONNECTED: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  ...CERTIFICATE_CODES,
];
const RECONNECT_MS = 2000;

/** Says what to do where Slack can't be reached. */
export function unreachableCure(why: string, apiUrl: string): string {
  return certificateCause(why, new URL(apiUrl).hostname)?.[1] ?? FAULTS.SLACK_UNREACHABLE.cure;
}

/** Sorts an error of the SDK by what it means for the call. */
export function failureOf(error: unknown): ApiFailure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'later', afterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    const why = error.data.error;
    if (TOO_MUCH.includes(why)) return { kind: 'later', afterMs: UNTOLD_WAIT_S * 1000 };
    return AMBIGUOUS.includes(why) ? { kind: 'unknown', why } : { kind: 'refused', why };
  }
  if (error instanceof WebAPIHTTPError) return { kind: 'unknown', why: `HTTP ${error.statusCode}` };
  // A proxy that lets nothing through has passed nothing on.
  const atProxy = proxyTrouble(error);
  if (atProxy) return { kind: 'later', afterMs: RECONNECT_MS, why: `the proxy: ${atProxy.why}` };
  const cause = codeOf(error);
  if (NEVER_CONNECTED.includes(cause)) return { kind: 'later', afterMs: RECONNECT_MS, why: cause };
  return { kind: 'unknown', why: cause };
}

/** Finds the system's error code of a failed call; a word of its own where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof WebAPIRequestError ? causeOf(error.original) : causeOf(error);
}

/** Finds the system's error code, which fetch hides in causes of causes. */
function causeOf(error: unknown): string {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { code } = e as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    if (e instanceof AggregateError && e.errors.length > 0) return causeOf(e.errors[0]);
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** The lines of the SDK that went to a log: while Slack is away, each try would bring the same ones. */
const SAID = new WeakMap<Log, Troubles>();

/**
 * Passes on the SDK's warnings and errors, shortened, and the same one ever more rarely; its debug lines hold what people
 * wrote, and are dropped.
 */
export function quiet(log: Log): Logger {
  const said = SAID.get(log) ?? new Troubles();
  SAID.set(log, said);
  const warn = (...words: unknown[]): void => {
    const text = shortened(words);
    const times = said.came(text);
    if (times !== null) log.warn({ sdk: 'slack', ...(times > 0 ? { times } : {}) }, text);
  };
  return {
    debug() {},
    info() {},
    warn,
    error: warn,
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

function shortened(words: readonly unknown[]): string {
  return words
    .map((w) => (w instanceof Error ? w.message : String(w)))
    .join(' ')
    .slice(0, 200);
}
