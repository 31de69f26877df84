/** Calls to the Bot Connector that botbuilder's client does not know: each is one HTTP request, and ends as the client's do. */
import type { SendFailure } from './outcomes.ts';

/** One call: its method, its address, and what it sends. */
export interface Call {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: object;
  readonly token: string;
  readonly timeoutMs: number;
}

/**
 * Makes one call; resolves with the id that the connector names, null for none.
 * @throws SendFailure for every other end, in the shape of the client's errors
 */
export async function callConnector({ method, url, body, token, timeoutMs }: Call): Promise<string | null> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw failureOf(error);
  });
  const text = await answer.text().catch(() => '');
  if (answer.ok) return idIn(text);
  const failure: SendFailure = {
    statusCode: answer.status,
    response: { headers: { get: (name) => answer.headers.get(name) ?? undefined }, bodyAsText: text },
  };
  throw failure;
}

/** Joins a path to the connector's address; parts of it that are ids are escaped by the caller. */
export function connectorUrl(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}/v3/${path}`;
}

/** The failure of a request that got no answer: fetch tells the network's own error as the cause of its own. */
function failureOf(error: unknown): SendFailure {
  const { message, code, cause } = error as SendFailure & { cause?: SendFailure };
  return { message, code: cause?.code ?? code, syscall: cause?.syscall };
}

function idIn(text: string): string | null {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}
