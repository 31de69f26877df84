import type { Log } from '../../core/log.ts';
import { createAuthenticate, onlyThisMachine } from './authenticate.ts';
import { Connector } from './connector.ts';
import { CONNECTOR_SCOPE, createTokens, GRAPH_SCOPE, type Identity, NO_TOKENS } from './credentials.ts';
import { DeskPlaces, MICROSOFT } from './desk-places.ts';
import { Files } from './files.ts';
import { Graph } from './graph.ts';
import { KeyDocument } from './keys.ts';
import { Rates } from './rates.ts';
import { TeamsChannel, type TeamsParts } from './teams.ts';
import { Tokens } from './token.ts';

/** How the channel is set up. */
export interface TeamsSettings {
  /** Null with `TEAMS=local`: nobody is authenticated, and only this machine is served. */
  readonly identity: Identity | null;
  /** Signs the buttons; null where it comes from the bot's password. */
  readonly cardKey: string | null;
  /** Whether threads are read where a team or a chat consented to it. */
  readonly readThreads: boolean;
}

/** What the channel needs of the rest of Firstline. */
export type TeamsNeeds = Pick<TeamsParts, 'accept' | 'lines' | 'helped' | 'openCases' | 'whose' | 'picture'> & {
  /** The desks in Teams: `<team>/<channel>`, and the desk's name. */
  readonly desks: ReadonlyMap<string, string>;
  readonly log: Log;
};

/** Where the Agents Playground listens unless it is told otherwise; as soon as somebody opens it, it says so itself. */
const PLAYGROUND = 'http://127.0.0.1:56150/_connector';

/** Puts the channel together. */
export function createTeams({ identity, cardKey, readThreads }: TeamsSettings, needs: TeamsNeeds): TeamsChannel {
  const { log } = needs;
  const now = Date.now;
  const tokens = identity ? createTokens(identity, CONNECTOR_SCOPE) : NO_TOKENS;
  const graphTokens = identity && readThreads ? createTokens(identity, GRAPH_SCOPE) : null;
  const connector = new Connector({ tokens, log });
  const authenticate = identity
    ? createAuthenticate({
        appId: identity.appId,
        tenantId: identity.tenantId,
        keys: new KeyDocument({ log }),
        now,
        log,
      })
    : onlyThisMachine;
  const { desks, ...rest } = needs;
  const places = new DeskPlaces({
    desks,
    tenant: identity?.tenantId ?? '',
    bot: identity ? `28:${identity.appId}` : 'firstline',
    serviceUrl: identity ? MICROSOFT : PLAYGROUND,
    lines: needs.lines,
  });
  return new TeamsChannel({
    ...rest,
    places,
    appId: identity?.appId ?? '',
    authenticate,
    connector,
    // The same on every instance and after every restart; on this machine alone there is nothing to forge.
    tokens: new Tokens(cardKey ?? identity?.password ?? 'this machine only'),
    rates: new Rates(),
    files: new Files({ connector: tokens, graph: graphTokens, local: identity === null, log }),
    graph: graphTokens && new Graph({ tokens: graphTokens, groupOf: (address) => connector.groupOf(address), log }),
    now,
  });
}
