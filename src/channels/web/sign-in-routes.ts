/** The routes of signing in on the chat page: there and back, what becomes of the guest's conversation, and out again. */
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'restify';
import { z } from 'zod';
import { type Accounts, PAGE_BACK, placeIn, type SignInPlace } from '../../core/accounts.ts';
import { Fault } from '../../core/fault.ts';
import type { Host } from '../../core/host.ts';
import { pagesOf } from '../../core/line-pages.ts';
import { PLAIN } from '../../core/message.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import { conversationOf, conversationOfPerson, cookieOf, isSameSite, newKey, setCookie } from './identity.ts';
import type { PageFiles, SignInEnd } from './page-files.ts';
import type { Visit } from './visits.ts';

const Answer = z.strictObject({ goesOn: z.boolean() });

/** Answers the page's requests about signing in. Whatever goes wrong leads back to the guest's chat. */
export class SignInRoutes {
  readonly begin = '/web/sign-in';
  readonly back = PAGE_BACK;
  readonly #host: Host;
  readonly #access: Access;
  readonly #page: PageFiles;

  constructor(host: Host, access: Access, page: PageFiles) {
    this.#host = host;
    this.#access = access;
    this.#page = page;
  }

  /** The company accounts that are offered to a caller: the provider sends people back to one address alone. */
  offered({ host, secure }: Pick<Caller, 'host' | 'secure'>): Accounts | null {
    const { accounts } = this.#host;
    const isThere =
      accounts?.address.host === host.toLowerCase() && secure === (accounts.address.protocol === 'https:');
    return isThere ? accounts : null;
  }

  /** Leads to the provider. */
  async start(request: Request, response: Response, caller: Caller): Promise<void> {
    const accounts = this.offered(caller);
    // Another site must not sign people in behind their backs.
    if (!accounts || !isSameSite(request, caller)) return goTo(response, '/');
    const place: SignInPlace = queryOf(request).has('window') ? 'window' : 'page';
    await this.#access.limit(response, 'sign-in', caller, null);
    try {
      const { address, key } = await accounts.begin(place);
      response.header('set-cookie', setCookie('sign-in', key, caller));
      goTo(response, address);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#end(response, place, 'sign-in-unreachable');
    }
  }

  /** Takes somebody in who comes back from the provider. */
  async return(request: Request, response: Response, caller: Caller): Promise<void> {
    const accounts = this.offered(caller);
    if (!accounts) return goTo(response, '/');
    await this.#access.limit(response, 'sign-in', caller, null);
    const { search } = new URL(request.url ?? '/', accounts.address);
    const place = placeIn(queryOf(request).get('state'));
    const key = cookieOf(request, caller, 'sign-in');
    const person = key === null ? null : await accounts.end(key, search);
    const cookies = [setCookie('sign-in', null, caller)];
    if (person) {
      const before = cookieOf(request, caller, 'session');
      if (before !== null) await accounts.leave(before);
      const session = await this.#sessionFor(person, conversationOf(cookieOf(request, caller, 'key'), caller));
      cookies.push(setCookie('session', await accounts.keep(session), caller), setCookie('link', null, caller));
    }
    response.header('set-cookie', cookies as never);
    this.#end(response, place, person ? 'signed-in' : 'not-signed-in');
  }

  /** Lets the guest's conversation go on under the person's name, or leaves it with the guest: as the person says. */
  async take(request: Request, response: Response, caller: Caller, { session }: Visit): Promise<void> {
    const answer = Answer.safeParse(request.body);
    const { accounts, withAgents, accept } = this.#host;
    if (!answer.success || !accounts || !session || session.guest === null) return void response.send(204);
    const { key, guest, ...rest } = session;
    if (!answer.data.goesOn) {
      await accounts.change(key, { ...rest, guest: null });
      return void response.send(204);
    }
    await accounts.change(key, { ...rest, conversation: guest, guest: null });
    // From now on the session opens it, and this browser's guest has another.
    response.header('set-cookie', setCookie('key', newKey(), caller));
    if (await withAgents(guest)) {
      const told = {
        ...PLAIN,
        conversation: guest,
        channel: 'web',
        audience: 'person',
        kind: 'opened',
        text: '',
      } as const;
      await accept({ ...told, id: `signed-in-${randomUUID()}`, person: rest.person });
    }
    response.send(204);
  }

  /** Ends the session in this browser; the guest's chat is there again. */
  async leave(request: Request, response: Response, caller: Caller): Promise<void> {
    const key = cookieOf(request, caller, 'session');
    if (key !== null) await this.#host.accounts?.leave(key);
    response.header('set-cookie', setCookie('session', null, caller));
    response.send(204);
  }

  /**
   * The session that somebody begins: in their open case, or in their own conversation. What they wrote as a guest stays the
   * guest's until they say otherwise.
   */
  async #sessionFor(person: Parameters<Accounts['keep']>[0]['person'], guest: string | null) {
    const open = (await this.#host.openCases(person.id)).find(({ conversation }) => conversation.startsWith('web:'));
    const isTheirs = !open && guest !== null && (await this.#hasWords(guest));
    return {
      person,
      conversation: open?.conversation ?? conversationOfPerson(person.id),
      guest: isTheirs ? guest : null,
    };
  }

  /** Whether a guest wrote in a conversation: the greeting alone is not worth a question. */
  async #hasWords(conversation: string): Promise<boolean> {
    if ((await this.#host.helped(conversation)) !== null) return false;
    for await (const lines of pagesOf(this.#host, conversation))
      if (lines.some(({ message }) => message?.kind === 'said' || message?.kind === 'pressed')) return true;
    return false;
  }

  #end(response: Response, place: SignInPlace, end: SignInEnd): void {
    if (place === 'page') {
      goTo(response, end === 'signed-in' ? '/' : `/#${end}`);
      return;
    }
    const { type, body } = this.#page.after(end);
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      ...QUIET,
    });
    response.end(body);
  }
}

const QUIET = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

function queryOf(request: Request): URLSearchParams {
  return new URL(request.url ?? '/', 'http://page').searchParams;
}

function goTo(response: Response, location: string): void {
  response.writeHead(302, { ...QUIET, location });
  response.end();
}
