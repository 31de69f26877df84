/**
 * Microsoft's clouds: who signs what Teams sends, and where the bot signs in and answers. Each is separate: nothing of
 * one is taken in another.
 */
import { AuthenticationConstants } from 'botframework-connector/lib/auth/authenticationConstants.js';
import { GovernmentConstants } from 'botframework-connector/lib/auth/governmentConstants.js';
import type { CloudName } from './cloud-names.ts';

/** Everything that differs between the clouds. */
export interface Cloud {
  readonly name: CloudName;
  /** The signer of Teams' requests, and the document that names its keys. */
  readonly issuer: string;
  readonly keys: string;
  /** The place where the bot signs in; a tenant follows. */
  readonly login: string;
  /** The scope of tokens for the Bot Connector. */
  readonly scope: string;
  /** The address and the scope of Microsoft Graph. */
  readonly graph: string;
  /**
   * The connector's address before anybody wrote; null where Microsoft documents none: there the first message tells
   * it.
   */
  readonly connector: string | null;
  /** The address of Teams' client, for links; null where Microsoft documents none. */
  readonly client: string | null;
}

const PUBLIC: Cloud = {
  name: 'public',
  issuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
  keys: AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl,
  login: AuthenticationConstants.ToChannelFromBotLoginUrlPrefix,
  scope: AuthenticationConstants.ToChannelFromBotOAuthScope,
  graph: 'https://graph.microsoft.com/',
  connector: 'https://smba.trafficmanager.net/teams/',
  client: 'https://teams.microsoft.com/',
};
const GOVERNMENT = {
  issuer: GovernmentConstants.ToBotFromChannelTokenIssuer,
  keys: GovernmentConstants.ToBotFromChannelOpenIdMetadataUrl,
  login: GovernmentConstants.ToChannelFromBotLoginUrlPrefix,
  scope: GovernmentConstants.ToChannelFromBotOAuthScope,
} as const;

/**
 * The clouds by name. The public one and the signers of the government's are botbuilder's; the rest is documented for
 * the Teams SDK (`CloudEnvironment`) and the Microsoft 365 Agents SDK (`TeamsServiceEndpoints`).
 */
export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  public: PUBLIC,
  gcch: {
    ...GOVERNMENT,
    name: 'gcch',
    graph: 'https://graph.microsoft.us/',
    connector: 'https://smba.infra.gov.teams.microsoft.us/teams/',
    client: 'https://gov.teams.microsoft.us/',
  },
  dod: {
    ...GOVERNMENT,
    name: 'dod',
    graph: 'https://dod-graph.microsoft.us/',
    connector: 'https://smba.infra.dod.teams.microsoft.us/teams/',
    client: 'https://dod.teams.microsoft.us/',
  },
  china: {
    name: 'china',
    issuer: 'https://api.botframework.azure.cn',
    keys: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    login: 'https://login.partner.microsoftonline.cn/',
    scope: 'https://api.botframework.azure.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn/',
    connector: null,
    client: null,
  },
};
