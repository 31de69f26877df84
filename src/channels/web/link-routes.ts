/** The routes of private links: showing the one of a conversation, opening a conversation with one, and leaving it again. */
import type { Request, Response } from 'restify';
import { z } from 'zod';
import type { Host } from '../../core/host.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import { conversationOf, cookieOf, setCookie } from './identity.ts';
import { type QrCode, qrOf } from './qr.ts';
import { hashOf, TOKEN } from './token.ts';
import { linkOver, type Visit } from './visits.ts';

/** A private link as the page shows it. */
export interface ShownLink {
  readonly ticket: string;
  readonly address: string;
  readonly qr: QrCode;
  /** Whether this device opened the conversation with the link. */
  readonly isVisiting: boolean;
}

const Opening = z.strictObject({ token: z.string().regex(TOKEN) });

/** Answers the page's questions about private links. */
export class LinkRoutes {
  readonly #host: Host;
  readonly #access: Access;

  constructor(host: Host, access: Access) {
    this.#host = host;
    this.#access = access;
  }

  /** Shows the link to a conversation, and with it its ticket; 204 where there is no ticket, or none any more, and for whoever signed in: they are known on any device. */
  async show(request: Request, response: Response, caller: Caller, visit: Visit): Promise<void> {
    const { conversation, link } = visit;
    await this.#access.limit(response, 'link', caller, conversation);
    response.header('cache-control', 'no-store');
    const ticket = visit.tokenFor ? await this.#host.links.ticketOf(conversation) : null;
    if (ticket === null || !visit.tokenFor) return void response.send(204);
    const token = visit.tokenFor(ticket);
    const hash = hashOf(token);
    // A device that came with the link of an older ticket keeps that link, as long as it lasts.
    if (link === null) await this.#host.links.keep({ hash, conversation, ticket });
    // After the # it is for the browser alone: no server and no proxy on the way ever reads or logs it.
    const address = `${originOf(request, caller)}/#${token}`;
    const shown: ShownLink = { ticket, address, qr: qrOf(address), isVisiting: link !== null };
    response.send(200, shown);
  }

  /**
   * Opens a conversation with its link: the browser then comes with the link's cookie, and its own conversation waits.
   * @throws Fault LINK_OVER for every token that opens nothing
   */
  async open(request: Request, response: Response, caller: Caller): Promise<void> {
    await this.#access.limit(response, 'link', caller, null);
    const asked = Opening.safeParse(request.body);
    const link = asked.success ? await this.#host.links.find(hashOf(asked.data.token)) : null;
    if (!link) throw linkOver(this.#host.say);
    const own = conversationOf(cookieOf(request, caller, 'key'), caller);
    // Where the conversation began, its own key opens it: that one outlives the link.
    const value = own === link.conversation ? null : asked.data!.token;
    response.header('set-cookie', setCookie('link', value, caller));
    response.send(204);
  }

  /** Goes back to the browser's own conversation. */
  async leave(_request: Request, response: Response, caller: Caller): Promise<void> {
    response.header('set-cookie', setCookie('link', null, caller));
    response.send(204);
  }
}

/** The address of the page as its browser has it; what a browser sends as Origin, no page can make up. */
function originOf({ headers }: Request, { host, secure }: Caller): string {
  const { origin } = headers;
  return origin !== undefined && URL.canParse(origin)
    ? new URL(origin).origin
    : `${secure ? 'https' : 'http'}://${host}`;
}
