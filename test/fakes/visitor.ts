/** A browser without a screen: follows redirects, and keeps the cookies of each host. */
import assert from 'node:assert/strict';

/** A browser, as far as redirects and cookies go: each host has its own. */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookie(address: string): string {
    return [...(this.#cookies.get(new URL(address).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async open(address: string, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = this.cookie(address);
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', ...headers, ...(cookie ? { cookie } : {}) },
    });
    const jar = this.#cookies.get(new URL(address).host) ?? new Map<string, string>();
    this.#cookies.set(new URL(address).host, jar);
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /Max-Age=0/i.test(set) || /expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until something is shown; `stop` ends before an address is opened. */
  async follow(
    address: string,
    stop: (next: string) => boolean = () => false,
  ): Promise<{ at: string; response: Response }> {
    for (let at = address, hops = 0; hops < 20; hops += 1) {
      const response = await this.open(at);
      const to = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || to === null) return { at, response };
      at = new URL(to, at).href;
      if (stop(at)) return { at, response };
    }
    return assert.fail('it goes round in circles');
  }
}
