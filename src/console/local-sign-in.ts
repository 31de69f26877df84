/** The console without a provider of identities: on this machine alone, where each browser says a name once. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { CONSOLE_ROLES, type ConsoleUser } from '../core/console.ts';
import { Fault } from '../core/fault.ts';
import { isFromThisMachine } from '../core/loopback.ts';
import { cleanText } from '../core/message.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { checkOrigin } from './origin.ts';
import type { SignIn } from './sign-in.ts';

const COOKIE = 'firstline-console';
/** The time for which a browser remembers the name, in seconds: 90 days. */
const REMEMBERED_S = 7_776_000;
const LONGEST_NAME = 60;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Knows each browser of this machine by the name that was typed there. */
export class LocalSignIn implements SignIn {
  readonly begin = null;

  /** Nothing is kept: the browser remembers the name. */
  keepIn(): void {}

  mount(server: Server): void {
    server.post('/console/api/me', async (request: Request, response: Response) => {
      this.admit(request);
      checkOrigin(request, this.origin(request));
      const name = nameIn(request.body);
      // Always a new id: nobody can be given one that somebody else knows.
      const value = `${randomUUID()}.${Buffer.from(name).toString('base64url')}`;
      response.header('set-cookie', writeCookie(COOKIE, value, false, REMEMBERED_S));
      response.send(201, { name });
    });
    server.post('/console/api/leave', async (request: Request, response: Response) => {
      this.admit(request);
      checkOrigin(request, this.origin(request));
      response.header('set-cookie', writeCookie(COOKIE, null, false, null));
      response.send(200, { next: '/console' });
    });
  }

  admit({ socket, headers }: IncomingMessage): void {
    if (!isFromThisMachine(socket.remoteAddress, headers))
      throw new Fault(
        'CONSOLE_CLOSED',
        'The console is only open on the machine it runs on.',
        'Set OIDC_ISSUER and what belongs to it, so that people sign in: see deploy/desk/README.md.',
      );
  }

  origin({ headers }: IncomingMessage): string {
    return `http://${(headers.host ?? '').toLowerCase()}`;
  }

  async userOf(request: IncomingMessage): Promise<ConsoleUser | null> {
    const [id = '', coded = ''] = (readCookie(request, COOKIE, false) ?? '').split('.');
    const name = tidyName(Buffer.from(coded, 'base64url').toString());
    if (!ID.test(id) || name === '') return null;
    // People at this machine could read the database as well: there is nothing to keep from them.
    return { person: { id: `console:${id}`, name }, roles: CONSOLE_ROLES };
  }
}

const Body = z.strictObject({ name: z.string().max(1000) });

/** @throws {Fault} MALFORMED */
function nameIn(body: unknown): string {
  const name = tidyName(Body.safeParse(body).data?.name ?? '');
  if (name === '')
    throw new Fault('MALFORMED', 'A name is missing.', 'Write the name that people should read below your answers.');
  return name;
}

/** A name in one line, without characters that steer how others are shown. */
function tidyName(name: string): string {
  return cleanText(name)
    .text.replace(/\p{Cf}|\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
}
