/** The bot's own identity in Slack. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { Fault } from '../../../core/fault.ts';
import type { Log } from '../../../core/log.ts';
import type { Us } from '../receive/parse.ts';
import { failureOf, unreachableCure } from './api.ts';

const Answer = z.object({
  url: z.string().nullish(),
  team: z.string().nullish(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
});

/** The bot's identity in the workspace, and its scopes. */
export interface SlackIdentity extends Us {
  readonly bot: string;
  /** The workspace's name; null where Slack does not say. */
  readonly teamName: string | null;
  /** The workspace's address: `https://contoso.slack.com/`. */
  readonly url: string;
  readonly app: string | null;
  /** The organisation (Enterprise Grid) the workspace belongs to; null for a workspace of its own. */
  readonly enterprise: string | null;
  /** Whether the token is for all workspaces of the organisation. */
  readonly orgWide: boolean;
  /** The token's scopes; null where Slack does not say. */
  readonly scopes: readonly string[] | null;
}

/** Asks Slack whose token this is. Rejects with the SDK's errors. */
export async function whoAmI(client: WebClient): Promise<SlackIdentity> {
  const answer = await client.apiCall('auth.test');
  const { url, team, team_id, user_id, bot_id, app_id, enterprise_id, is_enterprise_install } = Answer.parse(answer);
  return {
    team: team_id,
    teamName: team || null,
    user: user_id,
    bot: bot_id ?? '',
    url: url ?? 'https://slack.com/',
    app: app_id ?? null,
    enterprise: enterprise_id || null,
    orgWide: is_enterprise_install ?? false,
    scopes: answer.response_metadata?.scopes ?? null,
  };
}

/** Errors that mean the token itself is refused: no later attempt helps. */
const BAD_TOKEN = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
];
/** The pauses between attempts, in milliseconds; the last one repeats. */
const AGAIN_MS = [500, 1000, 2000, 5000, 10_000, 30_000];

/**
 * Asks for the identity until Slack answers; only a refused token is final. Events wait for it, or are sent again by
 * Slack.
 */
export class Self {
  readonly #client: WebClient;
  readonly #log: Log;
  #known: SlackIdentity | null = null;
  #asking: Promise<SlackIdentity> | null = null;
  #stopped = false;

  constructor(client: WebClient, log: Log) {
    this.#client = client;
    this.#log = log;
  }

  /** The identity; null until Slack has told it. */
  get known(): SlackIdentity | null {
    return this.#known;
  }

  /**
   * Answers the identity; null when Slack can't be reached now, and the asking goes on.
   * @throws Fault SLACK_TOKEN_REFUSED when Slack refuses the token.
   */
  async first(): Promise<SlackIdentity | null> {
    try {
      return await this.#ask();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'refused' && BAD_TOKEN.includes(failure.why)) throw tokenRefused(failure.why, error);
      const why = failure.why ?? 'not reachable';
      this.#log.error(
        { code: 'SLACK_UNREACHABLE', why, cure: unreachableCure(why, this.#client.slackApiUrl) },
        'Slack does not answer; asking again until it does',
      );
      void this.told().catch(() => undefined);
      return null;
    }
  }

  /**
   * Resolves with the identity once it is known.
   * @throws Fault SLACK_UNREACHABLE when it is stopped before.
   */
  told(): Promise<SlackIdentity> {
    if (this.#known) return Promise.resolve(this.#known);
    this.#asking ??= this.#persist().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #ask(): Promise<SlackIdentity> {
    this.#known = await whoAmI(this.#client);
    return this.#known;
  }

  async #persist(): Promise<SlackIdentity> {
    for (let i = 0; !this.#stopped; i++) {
      await new Promise((resume) => setTimeout(resume, AGAIN_MS[Math.min(i, AGAIN_MS.length - 1)]).unref());
      try {
        return await this.#ask();
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind !== 'refused') continue;
        this.#log.error({ code: 'SLACK_TOKEN_REFUSED', why: failure.why }, 'Slack refuses the token');
      }
    }
    throw new Fault('SLACK_UNREACHABLE', 'Slack never answered.', 'Check the way to slack.com.');
  }
}

/** Makes the fault for a bot token that Slack refuses. */
export function tokenRefused(why: string, cause?: unknown): Fault {
  return new Fault(
    'SLACK_TOKEN_REFUSED',
    `Slack refuses SLACK_BOT_TOKEN (${why}).`,
    'Copy the Bot User OAuth Token from "OAuth & Permissions" of your app again; after changing scopes, reinstall the app first.',
    { cause },
  );
}
