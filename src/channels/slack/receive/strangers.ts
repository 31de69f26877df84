import type { BestEffort } from '../send/best-effort.ts';
import { WORDS } from '../words.ts';
import { Recent } from '../workspace/recent.ts';

/** The same stranger is told so rarely. */
const TOLD_FOR_MS = 60 * 60_000;

/** People of other workspaces in shared channels: refused politely, unless an operator lets their workspace in. */
export class Strangers {
  readonly #allowed: ReadonlySet<string>;
  readonly #bestEffort: BestEffort;
  readonly #told = new Recent<true>(5000, TOLD_FOR_MS);

  constructor(allowed: readonly string[], bestEffort: BestEffort) {
    this.#allowed = new Set(allowed);
    this.#bestEffort = bestEffort;
  }

  /** Whether somebody may be helped; `home` is their workspace, null where Slack does not tell a difference. */
  knows(home: string | null, us: string): boolean {
    return home === null || home === us || this.#allowed.has(home) || this.#allowed.has('*');
  }

  /** Says once, to them alone, that they are not helped here. Nothing of what they wrote is stored. */
  refuse(user: string, channel: string, thread: string | null, teamName: string): void {
    if (this.#told.get(user)) return;
    this.#told.set(user, true);
    this.#bestEffort.whisper(channel, thread, user, WORDS.stranger(teamName));
  }
}
