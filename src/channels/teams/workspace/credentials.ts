/** The bot's credentials, and the tokens it gets for Microsoft's services. */
import type { AppCredentials } from 'botframework-connector/lib/auth/appCredentials.js';
import { CLOUDS } from './clouds.ts';

/** The way the bot proves its identity to Microsoft. */
export type AppType = 'SingleTenant' | 'UserAssignedMSI';

/** The bot's registration with Microsoft; the password is empty for a managed identity. */
export interface BotIdentity {
  readonly appId: string;
  readonly password: string;
  readonly tenantId: string;
  readonly type: AppType;
}

/**
 * A source of tokens for one of Microsoft's services; it asks for a new token only when the old one is about to end.
 */
export interface TokenSource {
  /** Answers a token. Rejects when Microsoft gives none, or not in time. */
  get(): Promise<string>;
  /** Tells that the service refused the last token: the next `get` asks for another. */
  drop(): void;
}

const PATIENCE_MS = 8000;
/** The time in which a sign-in that is reached answers anything, in milliseconds. */
const PROBE_MS = 3000;

/**
 * Makes a source of tokens from botbuilder's own credentials, which are loaded only when they are needed. `login` is the
 * place of the cloud where the bot signs in.
 */
export function createTokens(identity: BotIdentity, scope: string, login: string = CLOUDS.public.login): TokenSource {
  let credentials: Promise<AppCredentials> | null = null;
  return shared(async (force) => {
    credentials ??= load(identity, scope, login);
    try {
      return await (await credentials).getToken(force);
    } catch (error) {
      // The tokens of a managed identity come from the machine's own cloud.
      throw (identity.type === 'SingleTenant' && (await unreached(login, error as Error))) || error;
    }
  });
}

/**
 * The error of a sign-in that can't be reached, with the reason; null where it answers. The library says only that its
 * request failed, whether DNS, a firewall or a certificate is the cause.
 */
async function unreached(login: string, { message }: Error): Promise<Error | null> {
  if (/AADSTS/.test(message)) return null;
  try {
    await fetch(login, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    return null;
  } catch (cause) {
    const { code, name } = ((cause as Error).cause ?? cause) as { readonly code?: string; readonly name: string };
    return new Error(`${new URL(login).hostname} can not be reached (${code ?? name})`, { cause });
  }
}

/** The source where nobody is authenticated: without authentication there is nothing to prove. */
export const NO_TOKENS: TokenSource = { get: async () => '', drop: () => undefined };

/** Shares one answer among all who ask at the same time, and ends the wait after PATIENCE_MS. */
export function shared(ask: (force: boolean) => Promise<string>): TokenSource {
  let asking: Promise<string> | null = null;
  let force = false;
  return {
    get: () => {
      asking ??= within(ask(force)).finally(() => {
        asking = null;
      });
      force = false;
      return asking;
    },
    drop: () => {
      force = true;
    },
  };
}

async function load(
  { appId, password, tenantId, type }: BotIdentity,
  scope: string,
  login: string,
): Promise<AppCredentials> {
  if (type === 'SingleTenant') {
    const { MicrosoftAppCredentials } = await import('botframework-connector/lib/auth/microsoftAppCredentials.js');
    const credentials = new MicrosoftAppCredentials(appId, password, tenantId, scope);
    credentials.oAuthEndpoint = login + tenantId;
    return credentials;
  }
  const [{ ManagedIdentityAppCredentials }, { JwtTokenProviderFactory }] = await Promise.all([
    import('botframework-connector/lib/auth/managedIdentityAppCredentials.js'),
    import('botframework-connector/lib/auth/jwtTokenProviderFactory.js'),
  ]);
  return new ManagedIdentityAppCredentials(appId, scope, new JwtTokenProviderFactory());
}

async function within<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no token in time')), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
