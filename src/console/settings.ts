/** The settings of the console: where people sign in. */
import { z } from 'zod';
import type { Env, Settings } from '../core/channel.ts';
import { isLoopbackName } from '../core/loopback.ts';
import { given, wrong, wrongShape } from '../core/settings.ts';

/** Where alerts of waiting tickets go, and the secret they are signed with. */
export interface WebhookSettings {
  readonly url: URL;
  readonly secret: Buffer;
}

/** The console's settings, checked. */
export interface ConsoleSettings {
  /** Null where no provider is set, so that the console opens on this machine alone. */
  readonly oidc: OidcSettings | null;
  readonly webhook: WebhookSettings | null;
  /** The address under which browsers open the console, without a path; null where it was not said. */
  readonly address: URL | null;
}

/** An OpenID Connect provider, and the console's place there, checked. */
export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The path of the claim with somebody's roles: `roles`, `realm_access.roles`. */
  readonly rolesClaim: string;
  /** The address under which browsers open the console, without a path. */
  readonly address: URL;
}

const Address = z
  .url({ protocol: /^https?$/, error: 'an address such as https://login.example.com' })
  .transform((text) => new URL(text));
const Shape = z.object({
  OIDC_ISSUER: Address.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ROLES: z
    .string()
    .regex(/^[\w:/-]+(\.[\w:/-]+)*$/, 'the name of a claim, such as roles or realm_access.roles')
    .default('roles'),
  CONSOLE_URL: Address.optional(),
  DESK_WEBHOOK: Address.optional(),
  DESK_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'whsec_ and at least 24 bytes in base64: openssl rand -base64 32')
    .optional(),
});
/** The settings that a sign-in needs, all of them. */
const NEEDED = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'CONSOLE_URL'] as const;

/** Reads the console's settings from the environment. */
export function consoleSettings(env: Env): Settings<ConsoleSettings> {
  const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
  if (!result.success) return wrongShape(result.error.issues);
  const { CONSOLE_URL, DESK_WEBHOOK, DESK_WEBHOOK_SECRET, ...rest } = result.data;
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = rest;
  const isAny = issuer !== undefined || clientId !== undefined || clientSecret !== undefined;
  const missing = isAny ? NEEDED.filter((name) => result.data[name] === undefined) : [];
  if (missing.length > 0)
    return wrong(
      `For signing in to the console ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      `Set ${NEEDED.join(', ')} together.`,
    );
  if ((DESK_WEBHOOK === undefined) !== (DESK_WEBHOOK_SECRET === undefined))
    return wrong('DESK_WEBHOOK and DESK_WEBHOOK_SECRET go together', 'Set both, or none.');
  for (const name of ['OIDC_ISSUER', 'CONSOLE_URL', 'DESK_WEBHOOK'] as const) {
    const address = result.data[name];
    if (address && address.protocol !== 'https:' && !isLoopbackName(address.hostname))
      return wrong(`${name} is not https`, 'Give it an https address, or one of this machine.');
  }
  const address = CONSOLE_URL ?? null;
  return {
    settings: {
      address,
      oidc:
        issuer && clientId && clientSecret && address
          ? { issuer, clientId, clientSecret, rolesClaim: rest.OIDC_ROLES, address }
          : null,
      webhook:
        DESK_WEBHOOK && DESK_WEBHOOK_SECRET
          ? { url: DESK_WEBHOOK, secret: Buffer.from(DESK_WEBHOOK_SECRET.slice('whsec_'.length), 'base64') }
          : null,
    },
  };
}
