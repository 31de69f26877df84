/** Decides who may use the page: this machine alone, or everybody, through a proxy with TLS and within limits. */
import type { Request, Response } from 'restify';
import { Fault } from '../../core/fault.ts';
import type { FaultCode } from '../../core/faults.ts';
import type { Host } from '../../core/host.ts';
import type { Incoming } from '../../core/message.ts';
import { type Caller, callerOf, createTrust, type Trust } from './caller.ts';
import { isSameSite } from './identity.ts';
import type { Limited, Limits } from './limits.ts';
import { isProven, puzzleOf } from './proof.ts';
import type { WebSettings } from './settings.ts';

/** The header in which the page answers a puzzle. */
const PROOF = 'firstline-proof';

/** The check at the door of every route. */
export class Access {
  readonly #settings: WebSettings;
  readonly #host: Host;
  readonly #limits: Limits | null;
  readonly #isTrusted: Trust;

  /** Without limits there are none: on this machine nobody has to be kept from anything. */
  constructor(settings: WebSettings, host: Host, limits: Limits | null) {
    this.#settings = settings;
    this.#host = host;
    this.#limits = limits;
    this.#isTrusted = createTrust(settings.proxies);
  }

  /**
   * Lets a request in, and tells who sent it.
   * @throws Fault WEB_CHAT_CLOSED, WEB_CHAT_PLAIN or FOREIGN_PAGE
   */
  enter(request: Request): Caller {
    const caller = callerOf(request, this.#isTrusted);
    if (this.#settings.for !== 'public' && !caller.local)
      throw new Fault(
        'WEB_CHAT_CLOSED',
        'The chat page is only open on the machine it runs on.',
        'Set WEB_CHAT=public, behind a proxy with TLS, to let others in.',
      );
    if (!caller.secure && !caller.local && !this.#settings.plainHttp)
      throw new Fault(
        'WEB_CHAT_PLAIN',
        'The page was asked for without TLS, as far as Firstline can tell.',
        'Open it by its https address; TRUSTED_PROXY must name the proxy that has the certificate.',
      );
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isSameSite(request, caller))
      throw new Fault('FOREIGN_PAGE', 'The request comes from another site.', 'Open the chat page itself.');
    return caller;
  }

  /**
   * Counts what somebody does.
   * @throws Fault TOO_FAST when the conversation or its address did too much of it, TOO_BUSY when everybody together did;
   * TOO_MANY_PICTURES for pictures
   */
  async limit(
    response: Response,
    what: Limited,
    { network }: Caller,
    conversation: string | null,
    points = 1,
  ): Promise<void> {
    const refusal = await this.#limits?.take(what, { conversation, network }, points);
    if (!refusal) return;
    response.header('retry-after', String(refusal.afterS));
    if (what === 'picture' || what === 'bytes')
      throw this.#said('TOO_MANY_PICTURES', 'page-pictures-too-many', 'page-pictures-too-many-cure');
    throw refusal.of === 'all' ? this.#said('TOO_BUSY', 'page-too-busy', 'page-too-busy-cure') : this.#tooFast();
  }

  /**
   * Takes a message in, where there is room: the page sends it again by itself, unless it is a press, which is taken.
   * @throws Fault TOO_FAST where the conversation has too much waiting, TOO_BUSY where everybody together has
   */
  async take(message: Incoming): Promise<boolean> {
    try {
      return await this.#host.accept(message, message.kind === 'pressed' ? 'never' : 'soon');
    } catch (error) {
      const { code, afterS } = error as Partial<Fault>;
      if (code === 'CONVERSATION_FULL') throw this.#said('TOO_FAST', 'page-too-fast', 'page-too-fast-cure', afterS);
      if (code === 'INTAKE_FULL') throw this.#said('TOO_BUSY', 'page-too-busy', 'page-too-busy-cure', afterS);
      throw error;
    }
  }

  /**
   * Lets a conversation begin. Above a rate, the device must first have solved the puzzle that the answer then holds;
   * false says that it was answered with one.
   * @throws Fault TOO_FAST or TOO_BUSY
   */
  async mayBegin(request: Request, response: Response, caller: Caller, conversation: string): Promise<boolean> {
    if (!this.#limits || (await this.#host.begun(conversation))) return true;
    const now = this.#host.now();
    if (!isProven(conversation, request.headers[PROOF] as string | undefined, now)) {
      const flood = await this.#limits.take('unproven', { conversation: null, network: caller.network });
      if (flood) {
        response.header('retry-after', String(flood.afterS));
        // Browsers compute hashes on https and on this machine alone.
        if (!caller.secure && !caller.local) throw this.#tooFast();
        const { message: cause, cure } = this.#said('PROOF_WANTED', 'page-proof-wanted', 'page-proof-wanted-cure');
        response.send(429, { code: 'PROOF_WANTED', cause, cure, puzzle: puzzleOf(conversation, now) });
        return false;
      }
    }
    await this.limit(response, 'beginning', caller, null);
    return true;
  }

  /** Tells whether a conversation may keep pictures: on a public page not before somebody wrote in it. */
  async mayKeep(conversation: string): Promise<boolean> {
    return this.#limits === null || this.#host.begun(conversation);
  }

  #tooFast(): Fault {
    return this.#said('TOO_FAST', 'page-too-fast', 'page-too-fast-cure');
  }

  #said(code: FaultCode, cause: SaidKey, cure: SaidKey, afterS?: number | null): Fault {
    return new Fault(code, this.#host.say(cause), this.#host.say(cure), afterS ? { afterS } : {});
  }
}

type SaidKey = Parameters<Host['say']>[0];
