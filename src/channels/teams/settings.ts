/** The settings of Teams. Without an identity it serves this machine only, and authenticates nobody. */
import { z } from 'zod';
import type { Env, Settings } from '../../core/channel.ts';
import { type ProxySettings, setProxy } from '../../core/proxy.ts';
import { given, wrong, wrongShape } from '../../core/settings.ts';
import { CLOUD_NAMES, type CloudName } from './workspace/cloud-names.ts';
import type { BotIdentity } from './workspace/credentials.ts';

/** Teams' settings, checked. */
export interface TeamsSettings {
  /** Null with `TEAMS=local`: nobody is authenticated, and only this machine is served. */
  readonly identity: BotIdentity | null;
  /** The key that signs the buttons; null where the bot's password does. */
  readonly cardKey: string | null;
  /** Whether threads are read where a team or a chat consented to it. */
  readonly readThreads: boolean;
  /** Whether a sign beside an agent's line is a reaction: Teams has them since July 2026. */
  readonly reactions?: true;
  /** Whether steps in a channel, and words for one agent, are seen by their reader alone: since July 2026. */
  readonly targeted?: true;
  /** The cloud of Microsoft's that the organisation is in; left out for the public one. */
  readonly cloud?: CloudName;
  /** The proxy by which everything goes out; left out where there is none. */
  readonly proxy?: ProxySettings;
}

/** The shape of Microsoft's ids. */
const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const GUID_MEANT = 'such as 8a0f3c52-1b7d-4e96-9c2a-5d41e7b06f38, and no name or domain';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const Shape = z.object({
  HOST: z.string().default('127.0.0.1'),
  TEAMS: z.enum(['local'], { error: 'local, or left out' }).optional(),
  MicrosoftAppId: z
    .string()
    .regex(GUID, `the Application (client) ID of the bot’s registration, ${GUID_MEANT}`)
    .optional(),
  MicrosoftAppPassword: z.string().min(1).optional(),
  MicrosoftAppTenantId: z
    .string()
    .regex(GUID, `the Directory (tenant) ID of the bot’s registration, ${GUID_MEANT}`)
    .optional(),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'UserAssignedMSI'], {
      error: 'SingleTenant or UserAssignedMSI (there are no new multi-tenant bots since July 2025)',
    })
    .default('SingleTenant'),
  TEAMS_CLOUD: z
    .enum(CLOUD_NAMES, { error: 'gcch, dod or china; left out for the public cloud and GCC' })
    .default('public'),
  TEAMS_READ_THREADS: z.enum(['on', 'off'], { error: 'on or off' }).default('off'),
  TEAMS_REACTIONS: z.enum(['on', 'off'], { error: 'on or off' }).default('off'),
  TEAMS_TARGETED: z.enum(['on', 'off'], { error: 'on or off' }).default('off'),
  TEAMS_CARD_KEY: z.string().min(32, 'at least 32 characters that nobody can guess').optional(),
});

/**
 * Reads Teams' settings from the environment; null without an app id, whatever else is set; a fault where they don't
 * fit together.
 */
export function teamsSettings(env: Env): Settings<TeamsSettings> {
  const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
  if (!result.success) return wrongShape(result.error.issues);
  const s = result.data;
  const more = {
    cardKey: s.TEAMS_CARD_KEY ?? null,
    readThreads: s.TEAMS_READ_THREADS === 'on',
    ...(s.TEAMS_REACTIONS === 'on' ? { reactions: true as const } : {}),
    ...(s.TEAMS_TARGETED === 'on' ? { targeted: true as const } : {}),
    ...(s.TEAMS_CLOUD === 'public' ? {} : { cloud: s.TEAMS_CLOUD }),
    ...setProxy(env),
  };
  if (s.TEAMS === 'local') {
    if (s.MicrosoftAppId !== undefined)
      return wrong(
        'TEAMS=local authenticates nobody, but MicrosoftAppId is set',
        'Leave out TEAMS to connect Microsoft Teams, or MicrosoftAppId to try it on this machine.',
      );
    if (!LOOPBACK.test(s.HOST))
      return wrong(
        `TEAMS=local authenticates nobody, so it can't listen on ${s.HOST}`,
        'Leave HOST out to serve this machine only, or set MicrosoftAppId and leave TEAMS out.',
        'TEAMS_NOT_LOCAL',
      );
    return { settings: { identity: null, ...more } };
  }
  return s.MicrosoftAppId === undefined ? { settings: null } : connected(s.MicrosoftAppId, s, more);
}

function connected(
  appId: string,
  s: z.output<typeof Shape>,
  more: Omit<TeamsSettings, 'identity'>,
): Settings<TeamsSettings> {
  const { MicrosoftAppPassword: password, MicrosoftAppTenantId: tenantId, MicrosoftAppType: type } = s;
  const managed = type === 'UserAssignedMSI';
  if (tenantId === undefined)
    return wrong(
      'MicrosoftAppTenantId is missing',
      `Set it to the Directory (tenant) ID of the bot’s registration, ${GUID_MEANT}: the Azure portal shows it there under “Overview”.`,
    );
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
  return { settings: { identity: { appId, password: password ?? '', tenantId, type }, ...more } };
}
