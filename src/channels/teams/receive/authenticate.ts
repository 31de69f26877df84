/** Decides which requests are taken for Teams'. */
import type { IncomingMessage } from 'node:http';
import { AuthenticationConstants } from 'botframework-connector/lib/auth/authenticationConstants.js';
import jwt, { type Algorithm, type Jwt } from 'jsonwebtoken';
import { Fault } from '../../../core/fault.ts';
import type { Log } from '../../../core/log.ts';
import { isFromThisMachine, isLoopbackName } from '../../../core/loopback.ts';
import { CLOUDS } from '../workspace/clouds.ts';
import { tenantOf } from '../workspace/places.ts';
import type { Activity } from './activity.ts';
import type { KeyDocument } from './keys.ts';

/**
 * Decides whether a request really comes from Teams, for this bot.
 * @throws Fault TOKEN_REFUSED, TENANT_FOREIGN, KEYS_UNREACHABLE or TEAMS_NOT_LOCAL when it does not, or when nobody can
 * say.
 */
export type Authenticate = (request: IncomingMessage, activity: Activity) => Promise<void>;

/** The parts of the check. */
export interface AuthenticateParts {
  readonly appId: string;
  /** The organisation whose people are served; nobody else is. */
  readonly tenantId: string;
  readonly keys: KeyDocument;
  /** The signer of Teams' requests in this cloud; the public one by default. */
  readonly issuer?: string;
  readonly now: () => number;
  readonly log: Log;
}

/** The largest difference between the clocks, in seconds. */
const SKEW_S = 300;
const LONGEST_TOKEN = 8192;

/**
 * Makes the check of requests, as botbuilder's CloudAdapter does it, but with other answers: CloudAdapter answers
 * genuine messages "401" while the key service is down, takes activities that lack a serviceUrl, sends its own error
 * texts out, and prints keys on the console.
 */
export function createAuthenticate(parts: AuthenticateParts): Authenticate {
  const { appId, tenantId, keys, issuer = CLOUDS.public.issuer, now, log } = parts;
  const refuse = (why: string): never => {
    log.warn({ why, code: 'TOKEN_REFUSED' }, 'request refused: not signed by the Bot Framework for this bot');
    throw new Fault('TOKEN_REFUSED', 'The request is not signed for this bot.', 'Nothing can be done about it.');
  };
  return async ({ headers }, activity) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(headers.authorization ?? '')?.[1];
    if (!token || token.length > LONGEST_TOKEN) return refuse('no token');
    // The checks that need no key come first: strangers must not make the bot ask for one.
    const { header, payload } = read(token) ?? refuse('not a token');
    if (!ALGORITHMS.includes(header.alg as Algorithm)) return refuse('algorithm');
    if (typeof payload !== 'object' || payload.iss !== issuer) return refuse('issuer');
    if (payload.aud !== appId) return refuse('audience');
    if ((payload.exp ?? 0) + SKEW_S < now() / 1000) return refuse('expired');
    if (activity.serviceUrl === '' || payload.serviceurl !== activity.serviceUrl) return refuse('serviceUrl');
    // The bot's token goes to the serviceUrl with every reply.
    if (!isSafe(activity.serviceUrl)) return refuse('serviceUrl without encryption');
    if (activity.channelId !== 'msteams') return refuse('channel');
    const signing = (await keys.key(header.kid ?? '')) ?? refuse('unknown key');
    try {
      jwt.verify(token, signing.key, {
        algorithms: ALGORITHMS,
        issuer,
        audience: appId,
        clockTolerance: SKEW_S,
        clockTimestamp: Math.floor(now() / 1000),
      });
    } catch (error) {
      return refuse((error as Error).name);
    }
    // A key that is endorsed for no channel signs for none.
    if (!signing.endorsements.includes('msteams')) return refuse('endorsement');
    if (tenantOf(activity)?.toLowerCase() !== tenantId.toLowerCase()) {
      log.warn({ tenant: tenantOf(activity), code: 'TENANT_FOREIGN' }, 'request refused: from another organisation');
      throw new Fault(
        'TENANT_FOREIGN',
        'This bot serves another organisation.',
        'Set MicrosoftAppTenantId to the tenant whose people it shall help.',
      );
    }
  };
}

/**
 * The check for `TEAMS=local`: nobody proves anything, so only this machine is let in, and answers stay on it. A
 * request that a tunnel or a proxy passes on comes from elsewhere, whatever address it seems to come from.
 */
export const onlyThisMachine: Authenticate = async ({ socket, headers }, { serviceUrl }) => {
  const back = URL.canParse(serviceUrl) ? new URL(serviceUrl).hostname : '';
  if (!isFromThisMachine(socket.remoteAddress, headers) || !isLoopbackName(back))
    throw new Fault(
      'TEAMS_NOT_LOCAL',
      'With TEAMS=local only this machine is served.',
      'Set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId, and leave TEAMS out.',
    );
};

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname));
}

const ALGORITHMS = AuthenticationConstants.AllowedSigningAlgorithms as Algorithm[];

function read(token: string): Jwt | null {
  try {
    return jwt.decode(token, { complete: true });
  } catch {
    return null;
  }
}
