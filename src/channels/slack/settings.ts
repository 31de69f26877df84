/** The settings of Slack: events over HTTP with a signing secret, over Socket Mode with an app token, or both. */
import { z } from 'zod';
import type { Env, Settings } from '../../core/channel.ts';
import { type ProxySettings, setProxy } from '../../core/proxy.ts';
import { given, wrong, wrongShape } from '../../core/settings.ts';
import type { WatchMode } from './receive/watch.ts';

/** Slack's settings, checked. */
export interface SlackSettings {
  readonly botToken: string;
  /** Set for events over HTTP. */
  readonly signingSecret: string | null;
  /** Set for events over Socket Mode. */
  readonly appToken: string | null;
  /** Another server in the place of Slack's, for tests; ends with a slash. */
  readonly apiUrl: string | null;
  /**
   * Channels where the bot offers help without being asked: seen by the person alone (`offer`), or in a thread
   * (`thread`).
   */
  readonly watch: ReadonlyMap<string, WatchMode>;
  /** Workspaces besides the bot's own whose people are helped; `*` for all. */
  readonly allow: readonly string[];
  /** The proxy by which everything goes out; left out where there is none. */
  readonly proxy?: ProxySettings;
}

const Shape = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'the Bot User OAuth Token, which begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: 'an address such as http://127.0.0.1:4003/api/' }).optional(),
  SLACK_WATCH: z
    .string()
    .regex(
      /^[CG][A-Z0-9]+:(offer|thread)(\s*,\s*[CG][A-Z0-9]+:(offer|thread))*$/,
      'such as C0123456:offer,C0654321:thread',
    )
    .optional(),
  SLACK_ALLOW: z
    .string()
    .regex(/^(\*|[TE][A-Z0-9]+(\s*,\s*[TE][A-Z0-9]+)*)$/, 'workspace ids such as T0123456,T0654321, or * for all')
    .optional(),
});

/** Reads Slack's settings from the environment; null where none is set, a fault where they don't fit together. */
export function slackSettings(env: Env): Settings<SlackSettings> {
  const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
  if (!result.success) return wrongShape(result.error.issues);
  const s = result.data;
  const reached = s.SLACK_SIGNING_SECRET !== undefined || s.SLACK_APP_TOKEN !== undefined;
  if (s.SLACK_BOT_TOKEN === undefined)
    return reached
      ? wrong(
          'SLACK_BOT_TOKEN is missing',
          'Set it to the Bot User OAuth Token of your Slack app, or leave all SLACK_… settings out.',
        )
      : { settings: null };
  if (!reached)
    return wrong(
      'SLACK_BOT_TOKEN alone does not say how Slack reaches Firstline',
      'Set SLACK_SIGNING_SECRET too (over HTTP), or SLACK_APP_TOKEN (over Socket Mode, without a public address).',
    );
  const list = (text: string | undefined): string[] => text?.split(',').map((part) => part.trim()) ?? [];
  return {
    settings: {
      botToken: s.SLACK_BOT_TOKEN,
      signingSecret: s.SLACK_SIGNING_SECRET ?? null,
      appToken: s.SLACK_APP_TOKEN ?? null,
      apiUrl: s.SLACK_API_URL?.replace(/\/*$/, '/') ?? null,
      watch: new Map(list(s.SLACK_WATCH).map((part) => part.split(':') as [string, WatchMode])),
      allow: list(s.SLACK_ALLOW),
      ...setProxy(env),
    },
  };
}
