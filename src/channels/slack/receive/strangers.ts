/** Decides which people of other workspaces are helped. */
import type { Say } from '../../../core/phrases.ts';
import type { BestEffort } from '../send/best-effort.ts';
import type { Homes } from '../workspace/homes.ts';
import { Recent } from '../workspace/recent.ts';
import type { SlackIdentity } from '../workspace/self.ts';

/** The time before the same stranger is told again, in milliseconds. */
const TOLD_FOR_MS = 60 * 60_000;

/** Refuses people of other workspaces in shared channels politely, unless an operator lets their workspace in. */
export class Strangers {
  readonly #allowed: ReadonlySet<string>;
  readonly #homes: Homes;
  readonly #bestEffort: BestEffort;
  readonly #say: Say;
  readonly #told = new Recent<true>(5000, TOLD_FOR_MS);

  constructor(allowed: readonly string[], homes: Homes, bestEffort: BestEffort, say: Say) {
    this.#allowed = new Set(allowed);
    this.#homes = homes;
    this.#bestEffort = bestEffort;
    this.#say = say;
  }

  /**
   * Tells whether a person may be helped; `home` is their workspace or organisation, null where Slack does not name
   * one. In an organisation of several workspaces, all its people are at home.
   */
  async knows(home: string | null, us: SlackIdentity, user: string | null): Promise<boolean> {
    if (home === null || home === us.team || home === us.enterprise) return true;
    if (this.#allowed.has(home) || this.#allowed.has('*')) return true;
    return us.enterprise !== null && user !== null && (await this.#homes.enterpriseOf(user)) === us.enterprise;
  }

  /** Tells a person, and nobody else, that they are not helped here. Nothing of what they wrote is stored. */
  refuse(user: string, channel: string, thread: string | null, teamName: string | null): void {
    if (this.#told.get(user)) return;
    this.#told.set(user, true);
    this.#bestEffort.whisper(channel, thread, user, this.refusal(teamName));
  }

  /** The sentence of a refusal; `teamName` is the bot's own workspace, null where it is not known. */
  refusal(teamName: string | null): string {
    return this.#say('slack-stranger', { workspace: teamName ?? this.#say('slack-this-workspace') });
  }
}
