/** The Teams channel's parts, made from the settings and wired together. */
import type { Host } from '../../core/host.ts';
import { TeamsDeskPlaces } from './desk/places.ts';
import { createAuthenticate, onlyThisMachine } from './receive/authenticate.ts';
import { KeyDocument } from './receive/keys.ts';
import { Graph } from './receive/thread.ts';
import { ButtonTokens } from './receive/tokens.ts';
import { Connector } from './send/connector.ts';
import { TeamsRates } from './send/rates.ts';
import type { TeamsSettings } from './settings.ts';
import { TeamsChannel } from './teams.ts';
import { CLOUDS } from './workspace/clouds.ts';
import { createTokens, NO_TOKENS } from './workspace/credentials.ts';
import { TeamsFiles } from './workspace/files.ts';

/**
 * The address at which the Agents Playground listens by default; once a person opens it, it names its address itself.
 */
const PLAYGROUND = 'http://127.0.0.1:56150/_connector';

/** Makes the channel and everything it needs. */
export function createTeams(settings: TeamsSettings, host: Host): TeamsChannel {
  const { identity, cardKey, readThreads, cloud: name, reactions, targeted } = settings;
  const { log, desks, lines } = host;
  const cloud = CLOUDS[name ?? 'public'];
  const now = (): number => host.now().getTime();
  const tokens = identity ? createTokens(identity, cloud.scope, cloud.login) : NO_TOKENS;
  const graphTokens = identity && readThreads ? createTokens(identity, new URL(cloud.graph).origin, cloud.login) : null;
  const connector = new Connector({ tokens, log, proxy: settings.proxy });
  const authenticate = identity
    ? createAuthenticate({
        appId: identity.appId,
        tenantId: identity.tenantId,
        keys: new KeyDocument({ url: cloud.keys, log }),
        issuer: cloud.issuer,
        now,
        log,
      })
    : onlyThisMachine;
  const places = new TeamsDeskPlaces({
    desks,
    tenant: identity?.tenantId ?? '',
    bot: identity ? `28:${identity.appId}` : 'firstline',
    serviceUrl: identity ? (cloud.connector ?? '') : PLAYGROUND,
    lines,
  });
  return new TeamsChannel({
    host,
    places,
    appId: identity?.appId ?? '',
    authenticate,
    connector,
    // The key is the same on every instance and after every restart; on this machine alone there is nothing to forge.
    tokens: new ButtonTokens(cardKey ?? identity?.password ?? 'this machine only'),
    rates: new TeamsRates(),
    files: new TeamsFiles({
      connector: tokens,
      graph: graphTokens,
      graphUrl: cloud.graph,
      local: identity === null,
      log,
    }),
    graph:
      graphTokens &&
      new Graph({
        tokens: graphTokens,
        groupOf: (address) => connector.groupOf(address),
        appId: identity?.appId ?? '',
        log,
        baseUrl: cloud.graph,
      }),
    client: cloud.client,
    reactions: reactions ?? false,
    targeted: targeted ?? false,
  });
}
