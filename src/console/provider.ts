/** The OpenID Connect provider at which people sign in: the only place that speaks its protocol. Code flow with PKCE, state and nonce. */
import * as oidc from 'openid-client';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { certificateCause } from '../core/tls-trouble.ts';
import type { OidcSettings } from './settings.ts';

/** The path that the provider sends browsers back to; it is registered there. */
export const BACK = '/console/signed-in';
/** The difference between the provider's clock and ours that is put up with, in seconds. */
const TOLERANCE_S = 60;

/** The secrets of a sign-in under way, with which its answer is verified. */
export interface SignInSecrets {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** The tokens of somebody who signed in, with the verified claims of the ID token; null where the provider gave none anew. */
export interface ProviderTokens {
  readonly claims: oidc.IDToken | null;
  readonly idToken: string | null;
  readonly refreshToken: string | null;
}

/** Asks the provider, which is looked up when it is first needed, and again where that failed. */
export class Provider {
  readonly settings: OidcSettings;
  readonly #log: Log;
  #found: Promise<oidc.Configuration> | null = null;

  constructor(settings: OidcSettings, log: Log) {
    this.settings = settings;
    this.#log = log;
  }

  /** Whether browsers reach the service by TLS. */
  get isSecure(): boolean {
    return this.settings.address.protocol === 'https:';
  }

  /**
   * Makes the secrets of a sign-in, and the address at the provider where it begins; the state gets `mark` before it.
   * @throws {Fault} CONSOLE_PROVIDER
   */
  async begin(scopes: string, mark = ''): Promise<{ secrets: SignInSecrets; address: string }> {
    const provider = await this.#known();
    const secrets: SignInSecrets = {
      verifier: oidc.randomPKCECodeVerifier(),
      state: `${mark}${oidc.randomState()}`,
      nonce: oidc.randomNonce(),
    };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.#back().href,
      scope: scopes,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      state: secrets.state,
      nonce: secrets.nonce,
    });
    return { secrets, address: url.href };
  }

  /**
   * Exchanges the provider's answer, the query with which a browser came back, for tokens.
   * @throws {Fault} CONSOLE_SIGN_IN where it can't be verified, CONSOLE_PROVIDER
   */
  async exchange(
    query: string,
    { verifier, state, nonce }: SignInSecrets,
  ): Promise<ProviderTokens & { claims: oidc.IDToken }> {
    const provider = await this.#known();
    const back = this.#back();
    back.search = query;
    const tokens = await oidc
      .authorizationCodeGrant(provider, back, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      .catch((error: Error) => {
        this.#log.warn({ code: 'CONSOLE_SIGN_IN', why: whyOf(error) }, 'a sign-in was refused');
        throw refused('What the provider said could not be verified.');
      });
    return { ...tokensOf(tokens), claims: tokens.claims()! };
  }

  /**
   * Asks for tokens anew: the answer's ID token is verified like the first one. 'over' where the provider says that the
   * session is, 'unknown' where it can't be reached.
   */
  async refresh(refreshToken: string): Promise<ProviderTokens | 'over' | 'unknown'> {
    try {
      return tokensOf(await oidc.refreshTokenGrant(await this.#known(), refreshToken));
    } catch (error) {
      const isOver = error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant';
      this.#log.warn(
        { code: 'CONSOLE_SIGN_IN', why: whyOf(error as Error) },
        isOver ? 'a session of the console is over: the provider says so' : 'the roles of a session could not be read',
      );
      return isOver ? 'over' : 'unknown';
    }
  }

  /** The address where a browser is signed out at the provider too and then goes to `next`; null where there is none. */
  async leaveAddress(idToken: string, next: string): Promise<string | null> {
    const provider = await this.#known().catch(() => null);
    if (!provider?.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(provider, { id_token_hint: idToken, post_logout_redirect_uri: next }).href;
  }

  #back(): URL {
    return new URL(BACK, this.settings.address);
  }

  async #known(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const isPlain = issuer.protocol === 'http:';
    this.#found ??= oidc
      .discovery(issuer, clientId, { client_secret: clientSecret, [oidc.clockTolerance]: TOLERANCE_S }, undefined, {
        // Plain http is allowed for a provider on this machine alone; the settings see to that.
        execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
      })
      .catch((cause: Error) => {
        this.#found = null;
        const why = whyOf(cause);
        const cure = certificateCause(why, issuer.hostname)?.[1] ?? FAULTS.CONSOLE_PROVIDER.cure;
        this.#log.error({ code: 'CONSOLE_PROVIDER', why, cure }, 'the sign-in provider can not be reached');
        throw new Fault('CONSOLE_PROVIDER', FAULTS.CONSOLE_PROVIDER.cause, FAULTS.CONSOLE_PROVIDER.cure, { cause });
      });
    return this.#found;
  }
}

/** The fault of a sign-in that is refused. */
export function refused(what: string): Fault {
  return new Fault('CONSOLE_SIGN_IN', what, 'Open the console again and sign in once more.');
}

/** The name that claims give somebody: the provider's own id where there is no other. */
export function nameIn(claims: oidc.IDToken): string {
  const name = [claims.name, claims.preferred_username, claims.email, claims.sub].find(
    (each) => typeof each === 'string' && each.trim() !== '',
  );
  return String(name).slice(0, 80).toWellFormed();
}

function tokensOf(tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): ProviderTokens {
  return {
    claims: tokens.claims() ?? null,
    idToken: tokens.id_token ?? null,
    refreshToken: tokens.refresh_token ?? null,
  };
}

/** An error in a few words without tokens: openid-client puts a short code into each, and the network's is below. */
function whyOf(error: Error): string {
  const parts: unknown[] = [error.name];
  for (let e: unknown = error; e instanceof Error; e = e.cause) parts.push((e as { readonly code?: unknown }).code);
  return parts.filter((part) => typeof part === 'string').join(' ');
}
