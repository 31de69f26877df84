/** Refusals of the token that may pass: Slack was seen to refuse a good one for seconds. */
import type { SendOutcome } from '../../../core/channel.ts';
import type { Log } from '../../../core/log.ts';
import { ticks } from '../../../core/ticks.ts';

/** Slack's words for a token that it does not take. */
export const TOKEN_REFUSED: readonly string[] = [
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
];
/** The time for which replies wait for the token to be good again, in milliseconds; then they are given up. */
const PATIENCE_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Lets replies wait while Slack refuses the token: a reply is not at fault for it. */
export class TokenTrouble {
  readonly #log: Log;
  readonly #now: () => number;
  readonly #firstPauseMs: number;
  /** The time of the first refusal since Slack last took the token; null while it does. */
  #since: number | null = null;

  constructor(log: Log, now: () => number = ticks, firstPauseMs = FIRST_PAUSE_MS) {
    this.#log = log;
    this.#now = now;
    this.#firstPauseMs = firstPauseMs;
  }

  /** Turns the refusal of the token into a pause; every other outcome stays as it is. */
  judge(outcome: SendOutcome): SendOutcome {
    if (outcome.kind === 'sent' && this.#since !== null) {
      const seconds = Math.round((this.#now() - this.#since) / 1000);
      this.#log.info({ seconds }, 'Slack takes the token again');
      this.#since = null;
    }
    if (outcome.kind !== 'refused' || !TOKEN_REFUSED.includes(outcome.why)) return outcome;
    const now = this.#now();
    if (this.#since === null)
      this.#log.error({ code: 'SLACK_TOKEN_REFUSED', why: outcome.why }, 'Slack refuses the token; replies wait');
    this.#since ??= now;
    const lasts = now - this.#since;
    if (lasts > PATIENCE_MS) return outcome;
    return { kind: 'later', afterMs: Math.min(LONGEST_PAUSE_MS, Math.max(this.#firstPauseMs, lasts / 2)) };
  }
}
