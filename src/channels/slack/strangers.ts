import type { WebClient } from '@slack/web-api';
import { Recent } from './recent.ts';
import { WORDS } from './words.ts';

/** The same stranger is told so rarely. */
const TOLD_FOR_MS = 60 * 60_000;

/** People of other workspaces in shared channels: refused politely, unless an operator lets their workspace in. */
export class Strangers {
  readonly #allowed: ReadonlySet<string>;
  readonly #client: WebClient;
  readonly #told = new Recent<true>(5000, TOLD_FOR_MS);

  constructor(allowed: readonly string[], client: WebClient) {
    this.#allowed = new Set(allowed);
    this.#client = client;
  }

  /** Whether somebody may be helped; `home` is their workspace, null where Slack does not tell a difference. */
  knows(home: string | null, us: string): boolean {
    return home === null || home === us || this.#allowed.has(home) || this.#allowed.has('*');
  }

  /** Says once, to them alone, that they are not helped here. Nothing of what they wrote is stored. */
  async refuse(user: string, channel: string, thread: string | null, teamName: string): Promise<void> {
    if (this.#told.get(user)) return;
    this.#told.set(user, true);
    const text = WORDS.stranger(teamName);
    await this.#client
      .apiCall('chat.postEphemeral', { channel, user, text, ...(thread === null ? {} : { thread_ts: thread }) })
      .catch(() => undefined);
  }
}
