import type { AppCredentials } from 'botframework-connector/lib/auth/appCredentials.js';

/** How the bot proves to Microsoft who it is. */
export type AppType = 'SingleTenant' | 'UserAssignedMSI';

export interface BotIdentity {
  readonly appId: string;
  readonly password: string;
  readonly tenantId: string;
  readonly type: AppType;
}

/** Gives a token for one of Microsoft's services, asking for a new one only when the old one is about to end. */
export interface TokenSource {
  get(): Promise<string>;
  /** The service did not take the last token: the next `get` asks for another. */
  drop(): void;
}

export const CONNECTOR_SCOPE = 'https://api.botframework.com';
export const GRAPH_SCOPE = 'https://graph.microsoft.com';

const PATIENCE_MS = 8000;

/** ButtonTokens for a service, from botbuilder's own credentials; its token client is only loaded when it is needed. */
export function createTokens(identity: BotIdentity, scope: string): TokenSource {
  let credentials: Promise<AppCredentials> | null = null;
  return shared(async (force) => {
    credentials ??= load(identity, scope);
    return (await credentials).getToken(force);
  });
}

/** Without authentication there is nothing to prove. */
export const NO_TOKENS: TokenSource = { get: async () => '', drop: () => undefined };

/** All who ask at the same time wait for one answer, and for so long at most. */
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

async function load({ appId, password, tenantId, type }: BotIdentity, scope: string): Promise<AppCredentials> {
  if (type === 'SingleTenant') {
    const { MicrosoftAppCredentials } = await import('botframework-connector/lib/auth/microsoftAppCredentials.js');
    return new MicrosoftAppCredentials(appId, password, tenantId, scope);
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
