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

/** The mail server that alerts go by, and who gets them. */
export interface MailSettings {
  /** `smtp:` (with STARTTLS) or `smtps:`, with user and password in it where the server wants them. */
  readonly url: URL;
  readonly from: string;
  readonly to: readonly string[];
}

/** The console's settings, checked. */
export interface ConsoleSettings {
  /** Null where no provider is set, so that the console opens on this machine alone. */
  readonly oidc: OidcSettings | null;
  readonly webhook: WebhookSettings | null;
  readonly mail: MailSettings | null;
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
  /** The scopes that the provider is asked for: with `offline_access` most give a token by which roles are read again. */
  readonly scopes: string;
  /** The address under which browsers open the console, without a path. */
  readonly address: URL;
  /** Whether the chat page offers the same sign-in to people. */
  readonly isOfferedToPeople: boolean;
}

const Address = z
  .url({ protocol: /^https?$/, error: 'an address such as https://login.example.com' })
  .transform((text) => new URL(text));
const Mailbox = z.email({ error: 'a mail address, such as desk@example.com' });
const Shape = z.object({
  OIDC_ISSUER: Address.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ROLES: z
    .string()
    .regex(/^[\w:/-]+(\.[\w:/-]+)*$/, 'the name of a claim, such as roles or realm_access.roles')
    .default('roles'),
  OIDC_SCOPES: z
    .string()
    .regex(/^openid( [\w:./-]+)*$/, 'scopes with spaces between, openid first')
    .default('openid profile'),
  CONSOLE_URL: Address.optional(),
  WEB_SIGN_IN: z.enum(['offer', 'off'], { error: 'offer or off' }).default('offer'),
  DESK_WEBHOOK: Address.optional(),
  DESK_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'whsec_ and at least 24 bytes in base64: openssl rand -base64 32')
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'an address such as smtp://user:password@mail.example.com:587' })
    .transform((text) => new URL(text))
    .optional(),
  DESK_MAIL_FROM: Mailbox.optional(),
  DESK_MAIL_TO: z
    .string()
    .transform((text) => text.split(/[\s,;]+/).filter((one) => one !== ''))
    .pipe(z.array(Mailbox).min(1).max(20))
    .optional(),
});
/** The settings that mail needs, all of them. */
const MAIL_NEEDED = ['SMTP_URL', 'DESK_MAIL_FROM', 'DESK_MAIL_TO'] as const;
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
  const { SMTP_URL: smtp, DESK_MAIL_FROM: from, DESK_MAIL_TO: to } = rest;
  const mailGiven = MAIL_NEEDED.filter((name) => result.data[name] !== undefined);
  if (mailGiven.length > 0 && mailGiven.length < MAIL_NEEDED.length)
    return wrong(
      `For mail ${MAIL_NEEDED.filter((name) => !mailGiven.includes(name)).join(' and ')} is missing`,
      `Set ${MAIL_NEEDED.join(', ')} together.`,
    );
  if (smtp?.searchParams.has('plain') && !isLoopbackName(smtp.hostname))
    return wrong(
      'SMTP_URL asks for mail without TLS',
      'Only a mail server of this machine may go without: take out ?plain.',
    );
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
          ? {
              ...{ issuer, clientId, clientSecret, rolesClaim: rest.OIDC_ROLES, scopes: rest.OIDC_SCOPES, address },
              isOfferedToPeople: rest.WEB_SIGN_IN === 'offer',
            }
          : null,
      webhook:
        DESK_WEBHOOK && DESK_WEBHOOK_SECRET
          ? { url: DESK_WEBHOOK, secret: Buffer.from(DESK_WEBHOOK_SECRET.slice('whsec_'.length), 'base64') }
          : null,
      mail: smtp && from && to ? { url: smtp, from, to } : null,
    },
  };
}
