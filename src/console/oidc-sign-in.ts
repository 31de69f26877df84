/** Signing in to the console at an OpenID Connect provider. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { IDToken } from 'openid-client';
import type { Request, Response, Server } from 'restify';
import { isOfPage, PAGE_BACK } from '../core/accounts.ts';
import type { ConsoleUser } from '../core/console.ts';
import { CONSOLE_CHANNEL } from '../core/desk.ts';
import { Fault } from '../core/fault.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { checkOrigin } from './origin.ts';
import { BACK, nameIn, type Provider, refused, type SignInSecrets } from './provider.ts';
import { rolesIn } from './roles.ts';
import { type Renewal, type SessionStore, Sessions, type SignedIn } from './sessions.ts';
import type { OidcSettings } from './settings.ts';
import type { SignIn } from './sign-in.ts';

const SESSION = 'firstline-console';
const PENDING = 'firstline-sign-in';
/** The time for which the browser remembers a sign-in at the provider, in seconds. */
const PENDING_S = 10 * 60;
/** Requests that a page makes by itself. */
const BY_ITSELF = /^\/console\/(stream|api\/[\w-]+\/looking)\b/;
/** Places to come back to: pages of the console and nothing else. */
const OWN_PATH = /^\/console(\/[\w-]+){0,2}$/;

/** A sign-in under way at the provider. */
interface SignInUnderWay extends SignInSecrets {
  readonly to: string;
}

/** Knows people by what their provider says of them. */
export class OidcSignIn implements SignIn {
  readonly begin = '/console/sign-in';
  readonly #provider: Provider;
  readonly #settings: OidcSettings;
  readonly #now: () => number;
  #sessions: Sessions | null = null;

  constructor(provider: Provider, now: () => number = Date.now) {
    this.#provider = provider;
    this.#settings = provider.settings;
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
    return this.#provider.isSecure;
  }

  async #start(request: Request, response: Response): Promise<void> {
    this.admit(request);
    const asked = new URL(request.url ?? '/', this.#settings.address).searchParams.get('to') ?? '';
    const { secrets, address } = await this.#provider.begin(this.#settings.scopes);
    const pending: SignInUnderWay = { ...secrets, to: OWN_PATH.test(asked) ? asked : '/console' };
    const key = await this.#kept.beginSignIn(pending);
    response.header('set-cookie', writeCookie(PENDING, key, this.#isSecure, PENDING_S));
    goTo(response, address);
  }

  /** Takes somebody in who comes back from the provider; each sign-in that was begun ends once. */
  async #end(request: Request, response: Response): Promise<void> {
    this.admit(request);
    const { search, searchParams } = new URL(request.url ?? '/', this.#settings.address);
    // People who sign in on the chat page come back by the same address, so that a provider knows only one.
    if (isOfPage(searchParams.get('state'))) return goTo(response, `${PAGE_BACK}${search}`);
    const cookie = readCookie(request, PENDING, this.#isSecure);
    const pending = cookie === null ? null : await this.#kept.endSignIn<SignInUnderWay>(cookie);
    if (!pending) throw refused('No sign-in was begun here, or it took too long.');
    const session = await this.#exchange(search, pending);
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

  async #exchange(query: string, pending: SignInUnderWay): Promise<Omit<SignedIn, 'askAt'>> {
    const { claims, idToken, refreshToken } = await this.#provider.exchange(query, pending);
    const user = this.#userIn(claims);
    if (!user)
      throw new Fault(
        'CONSOLE_ROLE',
        `Your account has no role in the console (claim “${this.#settings.rolesClaim}”).`,
        'Ask whoever gives out roles: agent, lead, author or operator.',
      );
    return { user, idToken: idToken!, refreshToken };
  }

  /**
   * Asks the provider who it is now: a role that was taken away, or an account that was closed, counts within minutes. The
   * answer is an ID token, verified like the first one.
   */
  async #renewed({ user, idToken, refreshToken }: SignedIn): Promise<Renewal> {
    const tokens = await this.#provider.refresh(refreshToken!);
    if (tokens === 'over' || tokens === 'unknown') return tokens;
    // A provider may answer without an ID token; then nothing new is known.
    const now = tokens.claims ? this.#userIn(tokens.claims) : user;
    if (!now) return 'over';
    return { user: now, idToken: tokens.idToken ?? idToken, refreshToken: tokens.refreshToken ?? refreshToken };
  }

  /** The user that claims tell of; null where they have no role. */
  #userIn(claims: IDToken): ConsoleUser | null {
    const roles = rolesIn(claims, this.#settings.rolesClaim);
    if (roles.length === 0) return null;
    // The provider's own id may be of any form, and may be a mail address.
    const id = createHash('sha256').update(`${claims.iss}|${claims.sub}`).digest('base64url').slice(0, 22);
    return { person: { id: `${CONSOLE_CHANNEL}:${id}`, name: nameIn(claims) }, roles };
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
    return (idToken && (await this.#provider.leaveAddress(idToken, left))) ?? left;
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

function goTo(response: Response, location: string): void {
  response.writeHead(302, { ...QUIET, location });
  response.end();
}
