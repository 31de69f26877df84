/** Requests to the server. */

const PATIENCE_MS = 20_000;

/** Posts JSON. Never rejects: status 0 stands for no answer at all. */
export async function post(path, body, more = {}) {
  try {
    const headers = { 'content-type': 'application/json', ...more };
    // Phones of before 2022 don't have it, and wait as long as they like.
    const signal = AbortSignal.timeout?.(PATIENCE_MS);
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
    const afterMs = 1000 * (Number(response.headers.get('retry-after')) || 1);
    return { status: response.status, said: await response.json().catch(() => ({})), afterMs };
  } catch {
    return { status: 0, said: {} };
  }
}
