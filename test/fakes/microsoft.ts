/** Microsoft's services under their real names, before a fake Teams: the sign-in, the keys and the Bot Connector. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeTeams } from './teams.ts';

const LOGIN = 'login.microsoftonline.com';
const KEYS = 'login.botframework.com';
/** The names that lead here. */
export const MICROSOFT = [LOGIN, KEYS, 'smba.trafficmanager.net'] as const;

/** Answers for each name what Microsoft does; the connector and the keys are the fake's. */
export class Microsoft {
  /** The number of tokens that were given. */
  tokens = 0;
  readonly #teams: string;
  readonly #server: Server;

  private constructor(teams: FakeTeams) {
    this.#teams = teams.url;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async before(teams: FakeTeams): Promise<Microsoft> {
    const microsoft = new Microsoft(teams);
    microsoft.#server.listen(0, '127.0.0.1');
    await once(microsoft.#server, 'listening');
    // The document of the keys names their address.
    teams.url = `https://${KEYS}`;
    return microsoft;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = '', authorization = '', 'content-type': type = '' } = request.headers;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url!;
    if (host === LOGIN) return this.#signIn(path, response);
    const inside = host === KEYS ? path.replace('/v1/.well-known', '') : path.replace('/emea/', '/');
    const answer = await fetch(`${this.#teams}${inside}`, {
      method: request.method!,
      headers: { authorization, 'content-type': type },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  }

  #signIn(path: string, response: ServerResponse): void {
    const [tenant] = path.slice(1).split('/');
    const at = `https://${LOGIN}/${tenant}`;
    response.setHeader('content-type', 'application/json');
    if (path.includes('openid-configuration'))
      return void response.end(
        JSON.stringify({
          token_endpoint: `${at}/oauth2/v2.0/token`,
          authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
          issuer: `${at}/v2.0`,
          jwks_uri: `${at}/discovery/v2.0/keys`,
        }),
      );
    this.tokens += 1;
    response.end(JSON.stringify({ token_type: 'Bearer', expires_in: 3600, access_token: 'a-token' }));
  }
}
