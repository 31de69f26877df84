/** Signing in to the console at an OpenID Connect provider: code flow with PKCE, state and nonce. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as oidc from 'openid-client';
import type { Request, Response, Server } from 'restify';
import type { ConsoleUser } from '../core/console.ts';
import { CONSOLE_CHANNEL } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { checkOrigin } from './origin.ts';
import { rolesIn } from './roles.ts';
import { type Renewal, type SessionStore, Sessions, type SignedIn } from './sessions.ts';
import type { OidcSettings } from './settings.ts';
import type { SignIn } from './sign-in.ts';

const SESSION = 'firstline-console';
const PENDING = 'firstline-sign-in';
const BACK = '/console/signed-in';
/** The time for which the browser remembers a sign-in at the provider, in seconds. */
const PENDING_S = 10 * 60;
/** The difference between the provider's clock and ours that is put up with, in seconds. */
const TOLERANCE_S = 60;
/** Requests that a page makes by itself. */
const BY_ITSELF = /^\/console\/(stream|api\/[\w-]+\/looking)\b/;
/** Places to come back to: pages of the console and nothing else. */
const OWN_PATH = /^\/console(\/[\w-]+){0,2}$/;

/** A sign-in under way at the provider. */
interface SignInUnderWay {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly to: string;
}

/** Knows people by what their provider says of them. */
export class OidcSignIn implements SignIn {
  readonly begin = '/console/sign-in';
  readonly #settings: OidcSettings;
  readonly #log: Log;
  readonly #now: () => number;
  #sessions: Sessions | null = null;
  #provider: Promise<oidc.Configuration> | null = null;

  constructor(settings: OidcSettings, log: Log, now: () => number = Date.now) {
    this.#settings = settings;
    this.#log = log;
    this.#now = now;
  }

  keepIn(store: SessionStore): void {
    this.#sessions = new Sessions(store, this.#now, (session) => this.#renewed(session));
  }

  mount(server: Server): void {
    server.get(this.begin, async (request: Request, response: Response) => this.#start(request, response));
    server.get(BACK, async (request: Request, response: Response) => this.#end(request, response));
    server.get('/console/left', async (request: Request, response: Response) => {
      this.admit(request);
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...QUIET });
      response.end(LEFT);
    });
    server.post('/console/api/leave', async (request: Request, response: Response) => this.#leave(request, response));
  }

  /** Lets in what was sent to the console's own address; the rest is for the session to decide. */
  admit({ headers }: IncomingMessage): void {
    if ((headers.host ?? '').toLowerCase() !== this.#settings.address.host)
      throw new Fault(
        'CONSOLE_CLOSED',
        'The console was opened under another address than its own.',
        'Open it at CONSOLE_URL; a proxy must pass on the name it was asked for (Host).',
      );
  }

  origin(): string {
    return this.#settings.address.origin;
  }

  async userOf(request: IncomingMessage): Promise<ConsoleUser | null> {
    const key = readCookie(request, SESSION, this.#isSecure);
    // A stream is held open by a page that nobody may be looking at, and such a page says so by itself.
    return key === null ? null : this.#kept.userOf(key, !BY_ITSELF.test(request.url ?? ''));
  }

  /** The sessions; the service tells where they are kept before it takes requests. */
  get #kept(): Sessions {
    if (!this.#sessions) throw new Error('sessions are kept nowhere yet');
    return this.#sessions;
  }

  get #isSecure(): boolean {
    return this.#settings.address.protocol === 'https:';
  }

  async #start(request: Request, response: Response): Promise<void> {
    this.admit(request);
    const provider = await this.#known();
    const asked = new URL(request.url ?? '/', this.#settings.address).searchParams.get('to') ?? '';
    const pending: SignInUnderWay = {
      verifier: oidc.randomPKCECodeVerifier(),
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      to: OWN_PATH.test(asked) ? asked : '/console',
    };
    const key = await this.#kept.beginSignIn(pending);
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: new URL(BACK, this.#settings.address).href,
      scope: this.#settings.scopes,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    });
    response.header('set-cookie', writeCookie(PENDING, key, this.#isSecure, PENDING_S));
    goTo(response, url.href);
  }

  /** Takes somebody in who comes back from the provider; each sign-in that was begun ends once. */
  async #end(request: Request, response: Response): Promise<void> {
    this.admit(request);
    const cookie = readCookie(request, PENDING, this.#isSecure);
    const pending = cookie === null ? null : await this.#kept.endSignIn<SignInUnderWay>(cookie);
    if (!pending) throw refused('No sign-in was begun here, or it took too long.');
    const session = await this.#exchange(request, pending);
    // A session that somebody gave this browser before has no part in the new one.
    const before = readCookie(request, SESSION, this.#isSecure);
    if (before !== null) await this.#kept.end(before);
    const cookies = [
      writeCookie(PENDING, null, this.#isSecure, null),
      writeCookie(SESSION, await this.#kept.begin(session), this.#isSecure, null),
    ];
    response.header('set-cookie', cookies as never);
    goTo(response, pending.to);
  }

  async #exchange(request: Request, { verifier, state, nonce }: SignInUnderWay): Promise<Omit<SignedIn, 'askAt'>> {
    const provider = await this.#known();
    const back = new URL(request.url ?? '/', this.#settings.address);
    const tokens = await oidc
      .authorizationCodeGrant(provider, back, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      .catch((error: Error) => {
        this.#log.warn({ code: 'CONSOLE_SIGN_IN', why: whyOf(error) }, 'a sign-in to the console was refused');
        throw refused('What the provider said could not be verified.');
      });
    const user = this.#userIn(tokens.claims()!);
    if (!user)
      throw new Fault(
        'CONSOLE_ROLE',
        `Your account has no role in the console (claim “${this.#settings.rolesClaim}”).`,
        'Ask whoever gives out roles: agent, lead, author or operator.',
      );
    return { user, idToken: tokens.id_token!, refreshToken: tokens.refresh_token ?? null };
  }

  /**
   * Asks the provider who it is now: a role that was taken away, or an account that was closed, counts within minutes. The
   * answer is an ID token, verified like the first one.
   */
  async #renewed({ user, idToken, refreshToken }: SignedIn): Promise<Renewal> {
    try {
      const tokens = await oidc.refreshTokenGrant(await this.#known(), refreshToken!);
      const claims = tokens.claims();
      // A provider may answer without an ID token; then nothing new is known.
      if (!claims) return { user, idToken, refreshToken: tokens.refresh_token ?? refreshToken };
      const now = this.#userIn(claims);
      if (!now) return 'over';
      return { user: now, idToken: tokens.id_token!, refreshToken: tokens.refresh_token ?? refreshToken };
    } catch (error) {
      const isOver = error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant';
      this.#log.warn(
        { code: 'CONSOLE_SIGN_IN', why: whyOf(error as Error) },
        isOver ? 'a session of the console is over: the provider says so' : 'the roles of a session could not be read',
      );
      return isOver ? 'over' : 'unknown';
    }
  }

  /** The user that claims tell of; null where they have no role. */
  #userIn(claims: oidc.IDToken): ConsoleUser | null {
    const roles = rolesIn(claims, this.#settings.rolesClaim);
    if (roles.length === 0) return null;
    const name = [claims.name, claims.preferred_username, claims.email, claims.sub].find(
      (each) => typeof each === 'string',
    );
    // The provider's own id may be of any form, and may be a mail address.
    const id = createHash('sha256').update(`${claims.iss}|${claims.sub}`).digest('base64url').slice(0, 22);
    return { person: { id: `${CONSOLE_CHANNEL}:${id}`, name: String(name).slice(0, 80).toWellFormed() }, roles };
  }

  async #leave(request: Request, response: Response): Promise<void> {
    this.admit(request);
    checkOrigin(request, this.origin());
    const key = readCookie(request, SESSION, this.#isSecure);
    const idToken = key === null ? null : await this.#kept.end(key);
    response.header('set-cookie', writeCookie(SESSION, null, this.#isSecure, null));
    response.send(200, { next: await this.#leaveUrl(idToken) });
  }

  /** Where a browser goes to be signed out at the provider too, if the provider has such a place. */
  async #leaveUrl(idToken: string | null): Promise<string> {
    const left = new URL('/console/left', this.#settings.address).href;
    const provider = idToken === null ? null : await this.#known().catch(() => null);
    if (!provider?.serverMetadata().end_session_endpoint) return left;
    return oidc.buildEndSessionUrl(provider, { id_token_hint: idToken!, post_logout_redirect_uri: left }).href;
  }

  /** The provider, looked up when it is first needed, and again where that failed. */
  async #known(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const isPlain = issuer.protocol === 'http:';
    this.#provider ??= oidc
      .discovery(issuer, clientId, { client_secret: clientSecret, [oidc.clockTolerance]: TOLERANCE_S }, undefined, {
        // Plain http is allowed for a provider on this machine alone; the settings see to that.
        execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
      })
      .catch((cause: Error) => {
        this.#provider = null;
        this.#log.error({ code: 'CONSOLE_PROVIDER', why: whyOf(cause) }, 'the sign-in provider can not be reached');
        throw new Fault('CONSOLE_PROVIDER', FAULTS.CONSOLE_PROVIDER.cause, FAULTS.CONSOLE_PROVIDER.cure, { cause });
      });
    return this.#provider;
  }
}

const QUIET = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const LEFT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Signed out – Firstline</title>
    <link rel="stylesheet" href="/console/files/shared/colours.css">
    <link rel="stylesheet" href="/console/files/shared/parts.css">
    <link rel="stylesheet" href="/console/files/frame/frame.css">
  </head>
  <body>
    <main class="card ask"><h1>You are signed out.</h1><p><a class="button" href="/console">Sign in again</a></p></main>
  </body>
</html>
`;

function refused(what: string): Fault {
  return new Fault('CONSOLE_SIGN_IN', what, 'Open the console again and sign in once more.');
}

/** An error in a few words without tokens: openid-client puts a short code into each. */
function whyOf(error: Error): string {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  const inner = (cause as { readonly code?: unknown } | undefined)?.code;
  return [error.name, code, inner].filter((part) => typeof part === 'string').join(' ');
}

function goTo(response: Response, location: string): void {
  response.writeHead(302, { ...QUIET, location });
  response.end();
}
