/** A real OpenID Connect provider (npm's oidc-provider) on this machine, where whoever comes is somebody, without a password. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import Provider from 'oidc-provider';

/** The client that the console is, at this provider. */
export const CLIENT = { id: 'firstline-console', secret: 'only-for-tests' };

/** A provider whose ID tokens can be made wrong. */
export class IdentityProvider {
  /** The next person to sign in, and the claims about them. */
  claims: Readonly<Record<string, unknown>> = { sub: 'ana', name: 'Ana Ferreira', roles: ['agent'] };
  /** Changes what the next ID tokens say, as a provider that is wrong, or somebody between, would. */
  forge: ((claims: Record<string, unknown>) => Record<string, unknown>) | null = null;
  /** Whether ID tokens are signed with a key that is not the provider's. */
  isForeign = false;
  /** Whether the provider shows a page of its own, with a button, before it answers. */
  isAsking = false;
  /** Whether people press "Cancel" there. */
  isRefusing = false;
  /** The policy of that page for the window that opened it: Microsoft's and Google's pages have one. */
  openers = 'unsafe-none';
  issuer = '';
  #server: Server | null = null;

  /** Starts the provider; `back` is the console's address. */
  async start(back: () => string): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [own, foreign] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
    const kid = 'own';
    const provider = new Provider(this.issuer, {
      jwks: { keys: [{ ...own!.privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [`${back()}/console/signed-in`],
          post_logout_redirect_uris: [`${back()}/console/left`],
        },
      ],
      claims: { openid: ['sub', 'roles', 'groups'], profile: ['name', 'locale'], email: ['email', 'email_verified'] },
      conformIdTokenClaims: false,
      issueRefreshToken: async () => true,
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      cookies: { keys: ['only for tests'] },
      interactions: { url: () => '/who' },
      ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600, RefreshToken: 600 },
      findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...this.claims, sub }) }),
      loadExistingGrant: async (context: GrantContext) => {
        const grant = new context.oidc.provider.Grant({
          clientId: context.oidc.client.clientId,
          accountId: context.oidc.session.accountId,
        });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    });
    provider.use(async (context, next) => {
      await next();
      const body = context.body as { id_token?: string } | undefined;
      if (context.path !== '/token' || !body?.id_token || (!this.forge && !this.isForeign)) return;
      const said = jwt.decode(body.id_token) as Record<string, unknown>;
      const key = this.isForeign ? foreign! : own!;
      body.id_token = jwt.sign(this.forge?.(said) ?? said, key.privateKey, { algorithm: 'RS256', keyid: kid });
    });
    const answer = provider.callback();
    server.on('request', async (request, response) => {
      if (request.url === '/who' && this.isAsking) {
        response.writeHead(200, { 'content-type': 'text/html', 'cross-origin-opener-policy': this.openers });
        response.end('<h1>Who are you?</h1><form action="/who"><button name="me">It is me</button></form>');
      } else if (request.url?.startsWith('/who') && this.isRefusing)
        await provider.interactionFinished(request, response, { error: 'access_denied' });
      else if (request.url?.startsWith('/who'))
        await provider.interactionFinished(request, response, { login: { accountId: String(this.claims.sub) } });
      else answer(request, response);
    });
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((closed) => this.#server?.close(closed));
  }
}

/** The parts of the provider's context that granting needs. */
interface GrantContext {
  readonly oidc: {
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
    readonly provider: {
      readonly Grant: new (given: object) => { addOIDCScope(scope: string): void; save(): Promise<unknown> };
    };
  };
}
