import { z } from 'zod';
import { Fault } from './core/fault.ts';

/** How Firstline runs. Every setting has a default that works on one machine. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Who may open the chat page: only this machine, or whoever reaches the port. It has no sign-in of its own. */
  readonly webChat: 'loopback' | 'open' | 'off';
  /** Whether colours are welcome where somebody looks at a terminal (https://no-color.org). */
  readonly colour: boolean;
  /** Which content it knows. */
  readonly content: ContentConfig;
  /** Where tickets go: one place (`slack:C0123`), a file of desks, or nowhere. */
  readonly desk: { readonly place: string } | { readonly file: string } | null;
  /** Null where Slack is not connected. */
  readonly slack: SlackConfig | null;
  /** Null where Teams is not connected. */
  readonly teams: TeamsConfig | null;
}

/** The packs that are switched on, and a company's own content. */
export interface ContentConfig {
  /** Packs by folder name, in the order they are offered; null: all there are. */
  readonly packs: readonly string[] | null;
  /** Folders with `intents/` and `dialogs/`, laid over the shipped content in this order. */
  readonly folders: readonly string[];
}

/** How Slack is connected: over HTTP with a signing secret, over Socket Mode with an app token, or both. */
export interface SlackConfig {
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  /** Another server in the place of Slack's, for tests. */
  readonly apiUrl: string | null;
  /** Channels where help may be offered to who did not ask: only to them (`offer`), or in a thread (`thread`). */
  readonly watch: ReadonlyMap<string, 'offer' | 'thread'>;
  /** Other workspaces whose people are helped too; `*` is all. */
  readonly allow: readonly string[];
}

/** How Teams is connected; without an identity it serves this machine only, and authenticates nobody. */
export interface TeamsConfig {
  readonly identity: {
    readonly appId: string;
    readonly password: string;
    readonly tenantId: string;
    readonly type: 'SingleTenant' | 'UserAssignedMSI';
  } | null;
  /** Signs the buttons; null where the bot's password does. */
  readonly cardKey: string | null;
  readonly readThreads: boolean;
}

/** Microsoft's ids. */
const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const Settings = z.object({
  PORT: z.coerce
    .number({ error: 'a number' })
    .int('a whole number')
    .min(0, '0 to 65535')
    .max(65535, '0 to 65535')
    .default(3978),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, 'sqlite:<path>, or postgres://<user>:<password>@<host>/<database>')
    .default('sqlite:./data/firstline.db'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'silent, error, warn, info or debug' })
    .default('info'),
  WEB_CHAT: z.enum(['loopback', 'open', 'off'], { error: 'loopback, open or off' }).default('loopback'),
  NO_COLOR: z.string().default(''),
  PACKS: z
    .string()
    .regex(/^[a-z0-9-]+(\s*,\s*[a-z0-9-]+)*$/, 'names of packs such as skype-for-business,printers')
    .optional(),
  CONTENT: z.string().min(1).optional(),
  DESK: z.string().min(1).optional(),
  DESKS: z.string().min(1).optional(),
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
  TEAMS: z.enum(['local'], { error: 'local, or left out' }).optional(),
  MicrosoftAppId: z.string().regex(GUID, 'the Application (client) ID: 32 digits in five groups').optional(),
  MicrosoftAppPassword: z.string().min(1).optional(),
  MicrosoftAppTenantId: z.string().regex(GUID, 'the Directory (tenant) ID: 32 digits in five groups').optional(),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'UserAssignedMSI'], {
      error: 'SingleTenant or UserAssignedMSI (there are no new multi-tenant bots since July 2025)',
    })
    .default('SingleTenant'),
  TEAMS_READ_THREADS: z.enum(['on', 'off'], { error: 'on or off' }).default('off'),
  TEAMS_CARD_KEY: z.string().min(32, 'at least 32 characters that nobody can guess').optional(),
});

/**
 * Reads the settings from the environment.
 * @throws {Fault} SETTING_WRONG, naming every setting that has a wrong value
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const s = parsed(Settings, env);
  return {
    port: s.PORT,
    host: s.HOST,
    databaseUrl: s.DATABASE_URL,
    logLevel: s.LOG_LEVEL,
    webChat: s.WEB_CHAT,
    colour: s.NO_COLOR === '',
    content: contentOf(s),
    desk: deskOf(s),
    slack: slackOf(s),
    teams: teamsOf(s),
  };
}

/**
 * Reads the settings of the content alone: for commands that need nothing else.
 * @throws {Fault} SETTING_WRONG
 */
export function readContentConfig(env: NodeJS.ProcessEnv = process.env): ContentConfig {
  return contentOf(parsed(Settings.pick({ PACKS: true, CONTENT: true }), env));
}

function parsed<T extends z.ZodObject>(settings: T, env: NodeJS.ProcessEnv): z.output<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in settings.shape && value !== ''));
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((i) => `${String(i.path[0])} must be ${i.message}`);
  throw new Fault(
    'SETTING_WRONG',
    wrong.join('; '),
    'Correct it in the environment, or leave it out to get the default.',
  );
}

function contentOf({
  PACKS: packs,
  CONTENT: folders,
}: Pick<z.output<typeof Settings>, 'PACKS' | 'CONTENT'>): ContentConfig {
  return { packs: packs === undefined ? null : listOf(packs), folders: listOf(folders) };
}

/** The parts of a setting with commas; none of one that is not set. */
function listOf(text: string | undefined): string[] {
  return (
    text
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '') ?? []
  );
}

function deskOf({ DESK: place, DESKS: file }: z.output<typeof Settings>): Config['desk'] {
  if (place !== undefined && file !== undefined)
    throw new Fault(
      'SETTING_WRONG',
      'DESK and DESKS are both set',
      'Set DESK for one desk, or DESKS for a file of several.',
    );
  return place !== undefined ? { place } : file !== undefined ? { file } : null;
}

function slackOf(s: z.output<typeof Settings>): SlackConfig | null {
  if (s.SLACK_BOT_TOKEN === undefined) {
    if (s.SLACK_SIGNING_SECRET === undefined && s.SLACK_APP_TOKEN === undefined) return null;
    throw new Fault(
      'SETTING_WRONG',
      'SLACK_BOT_TOKEN is missing',
      'Set it to the Bot User OAuth Token of your Slack app, or leave all SLACK_… settings out.',
    );
  }
  if (s.SLACK_SIGNING_SECRET === undefined && s.SLACK_APP_TOKEN === undefined)
    throw new Fault(
      'SETTING_WRONG',
      'SLACK_BOT_TOKEN alone does not say how Slack reaches Firstline',
      'Set SLACK_SIGNING_SECRET too (over HTTP), or SLACK_APP_TOKEN (over Socket Mode, without a public address).',
    );
  return {
    botToken: s.SLACK_BOT_TOKEN,
    signingSecret: s.SLACK_SIGNING_SECRET ?? null,
    appToken: s.SLACK_APP_TOKEN ?? null,
    apiUrl: s.SLACK_API_URL?.replace(/\/*$/, '/') ?? null,
    watch: new Map(listOf(s.SLACK_WATCH).map((part) => part.split(':') as [string, 'offer' | 'thread'])),
    allow: listOf(s.SLACK_ALLOW),
  };
}

/** An empty app id means that Teams is off, whatever else is set for it. */
function teamsOf(s: z.output<typeof Settings>): TeamsConfig | null {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: password, MicrosoftAppTenantId: tenantId } = s;
  const more = { cardKey: s.TEAMS_CARD_KEY ?? null, readThreads: s.TEAMS_READ_THREADS === 'on' };
  if (s.TEAMS === 'local') {
    if (appId !== undefined)
      throw new Fault(
        'SETTING_WRONG',
        'TEAMS=local authenticates nobody, but MicrosoftAppId is set',
        'Leave out TEAMS to connect Microsoft Teams, or MicrosoftAppId to try it on this machine.',
      );
    if (!/^(localhost|127(\.\d{1,3}){3}|::1)$/.test(s.HOST))
      throw new Fault(
        'TEAMS_NOT_LOCAL',
        `TEAMS=local authenticates nobody, so it can't listen on ${s.HOST}`,
        'Leave HOST out to serve this machine only, or set MicrosoftAppId and leave TEAMS out.',
      );
    return { identity: null, ...more };
  }
  if (appId === undefined) return null;
  const managed = s.MicrosoftAppType === 'UserAssignedMSI';
  const wrong = (what: string, cure: string): never => {
    throw new Fault('SETTING_WRONG', what, cure);
  };
  if (tenantId === undefined)
    return wrong('MicrosoftAppTenantId is missing', 'Set it to the Directory (tenant) ID of the bot’s registration.');
  if (managed && password !== undefined)
    return wrong(
      'A managed identity has no MicrosoftAppPassword',
      'Leave it out, or set MicrosoftAppType=SingleTenant.',
    );
  if (managed && more.cardKey === null)
    return wrong(
      'TEAMS_CARD_KEY is missing: with a managed identity there is no password to sign the buttons with',
      'Set it to a long random text, the same on every instance: openssl rand -base64 32',
    );
  if (!managed && password === undefined)
    return wrong(
      'MicrosoftAppPassword is missing',
      'Set it to the value (not the id) of a client secret of the bot’s registration.',
    );
  return { identity: { appId, password: password ?? '', tenantId, type: s.MicrosoftAppType }, ...more };
}
