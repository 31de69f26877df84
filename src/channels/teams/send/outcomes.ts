/** The meaning of failed calls to the Bot Connector. */
import type { SendOutcome } from '../../../core/channel.ts';
import { CERTIFICATE_CODES } from '../../../core/tls-trouble.ts';

const NOT_CONNECTED_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
/** The number of refused tokens that are renewed; after that it is not the token. */
const MOST_REFUSALS = 3;
/** The number of times a call is repeated that can be made twice without harm. */
const MOST_REPEATS = 5;

/** Errors before anything was sent: the message certainly did not go out. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  ...'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH UND_ERR_CONNECT_TIMEOUT'.split(' '),
  ...CERTIFICATE_CODES,
]);

/** The facts a failed call tells, whichever of the client's layers made it. */
export interface SendFailure {
  readonly message?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly syscall?: string;
  /** Set where the connection, through a proxy or not, was never made or never secured. */
  readonly unsent?: true;
  readonly response?: { readonly headers?: { get(name: string): string | undefined }; readonly bodyAsText?: string };
}

/** The outcome of a request, and its HTTP status where it failed. */
export interface Ended {
  readonly outcome: SendOutcome;
  readonly status?: number;
}

/**
 * Sorts a failed attempt. Microsoft's advice to send again after 502, 503 and 504 would double messages that had gone
 * out, so these are unknown; 429 and 412 were certainly not taken.
 */
export function outcomeOf(failure: SendFailure, attempt: number): SendOutcome {
  const { statusCode: status, code = '', message = '' } = failure;
  const slower = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(attempt - 1, 6));
  // Before the status: a proxy's refusal has one, too.
  if (failure.unsent) return { kind: 'later', afterMs: Math.max(NOT_CONNECTED_MS, slower), why: code || message };
  if (status === undefined || status < 100) {
    const connecting = NOT_CONNECTED.has(code) || failure.syscall === 'connect' || failure.syscall === 'getaddrinfo';
    return connecting
      ? { kind: 'later', afterMs: Math.max(NOT_CONNECTED_MS, slower), why: code || message }
      : { kind: 'unknown', why: code || message };
  }
  if (status < 300) return { kind: 'sent', ref: null };
  if (status === 429) return { kind: 'later', afterMs: retryAfter(failure) ?? slower };
  if (status === 412) return { kind: 'later', afterMs: slower };
  if (status === 401 && attempt <= MOST_REFUSALS) return { kind: 'later', afterMs: slower };
  if (status >= 500 || status === 408) return { kind: 'unknown', why: `the connector answered ${status}` };
  return { kind: 'refused', why: `the connector answered ${status} ${subcodeOf(failure)}`.trim() };
}

/**
 * Sorts the end of a change or a deletion, which do no harm twice: an unknown outcome is tried again, and a message
 * that is gone is no error.
 */
export function repeatable({ outcome, status }: Ended, attempt: number): SendOutcome {
  if (status === 404) return { kind: 'sent', ref: null };
  if (outcome.kind !== 'unknown' || attempt >= MOST_REPEATS) return outcome;
  return { kind: 'later', afterMs: 1000 * 2 ** (attempt - 1) };
}

/**
 * Reads `Retry-After`, in seconds or as a date; answers milliseconds, bounded, because a conversation must not stand
 * still for a day.
 */
function retryAfter({ response }: SendFailure): number | null {
  const value = response?.headers?.get('retry-after');
  if (!value) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 500), 10 * LONGEST_PAUSE_MS);
}

/** Reads Teams' own word for what is wrong, and nothing else of its answer. */
function subcodeOf({ response }: SendFailure): string {
  return subcodeIn(response?.bodyAsText ?? '');
}

/** Reads the error code out of a body of Teams'; empty when there is none. */
export function subcodeIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } };
    return typeof error?.code === 'string' ? error.code.slice(0, 60) : '';
  } catch {
    return '';
  }
}

/** Tells whether Teams says that the tenant is served at another address. */
export function saysMoved(failure: SendFailure): boolean {
  return failure.statusCode === 403 && /InvalidBotApiHost/.test(failure.response?.bodyAsText ?? '');
}
