/** The organisations that people belong to (Enterprise Grid). */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { Recent } from './recent.ts';

const User = z.object({
  user: z.object({ enterprise_user: z.object({ enterprise_id: z.string().nullish() }).nullish() }),
});

const MOST = 10_000;
const AGE_MS = 60 * 60_000;

/** Looks up the organisation of a person, and remembers it for an hour. */
export class Homes {
  readonly #client: WebClient;
  readonly #known = new Recent<string>(MOST, AGE_MS);

  constructor(client: WebClient) {
    this.#client = client;
  }

  /** Answers a person's organisation; null for none, or where Slack does not tell it now. Never rejects. */
  async enterpriseOf(user: string): Promise<string | null> {
    const known = this.#known.get(user);
    if (known !== undefined) return known || null;
    try {
      const enterprise = User.parse(await this.#client.apiCall('users.info', { user })).user.enterprise_user
        ?.enterprise_id;
      this.#known.set(user, enterprise ?? '');
      return enterprise || null;
    } catch {
      return null;
    }
  }
}
