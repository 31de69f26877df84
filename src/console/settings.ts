/** The settings of the console: where people sign in. */
import { z } from 'zod';
import type { Env, Settings } from '../core/channel.ts';
import { isLoopbackName } from '../core/loopback.ts';
import { given, wrong, wrongShape } from '../core/settings.ts';

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
});
/** The settings that a sign-in needs, all of them. */
const NEEDED = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'CONSOLE_URL'] as const;

/** Reads the console's settings from the environment; null where no provider is set, so that it opens on this machine alone. */
export function consoleSettings(env: Env): Settings<OidcSettings> {
  const result = Shape.safeParse(given(env, Object.keys(Shape.shape)));
  if (!result.success) return wrongShape(result.error.issues);
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLES, CONSOLE_URL } = result.data;
  const isAny = [OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET].some((value) => value !== undefined);
  if (!isAny) return { settings: null };
  const missing = NEEDED.filter((name) => result.data[name] === undefined);
  if (missing.length > 0)
    return wrong(
      `For signing in to the console ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      `Set ${NEEDED.join(', ')} together.`,
    );
  for (const [name, address] of [
    ['OIDC_ISSUER', OIDC_ISSUER!],
    ['CONSOLE_URL', CONSOLE_URL!],
  ] as const)
    if (address.protocol !== 'https:' && !isLoopbackName(address.hostname))
      return wrong(`${name} is not https`, 'Give it an https address: what goes there opens every ticket.');
  return {
    settings: {
      issuer: OIDC_ISSUER!,
      clientId: OIDC_CLIENT_ID!,
      clientSecret: OIDC_CLIENT_SECRET!,
      rolesClaim: OIDC_ROLES,
      address: CONSOLE_URL!,
    },
  };
}
