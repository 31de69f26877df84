/** `firstline doctor teams`: examines everything between Firstline and Teams. */
import type { Finding } from '../../../core/finding.ts';
import { SILENT } from '../../../core/log.ts';
import { ownAddress } from '../../../core/own-address.ts';
import { Graph } from '../receive/thread.ts';
import type { TeamsSettings } from '../settings.ts';
import type { CloudName } from '../workspace/cloud-names.ts';
import { CLOUDS, type Cloud } from '../workspace/clouds.ts';
import { type BotIdentity, createTokens, type TokenSource } from '../workspace/credentials.ts';
import { causeOf, certificateTrouble, refusalOf } from './causes.ts';

/** The options of the doctor. */
export interface TeamsDoctorOptions {
  /** The address at which Teams would reach Firstline: `https://firstline.example.com`. */
  readonly address: string;
  /** The link of a message in a channel (its menu, "Copy link"), to see whether its thread may be read. */
  readonly thread: string | null;
  /** The desks' names in Teams, by their place `<team>/<channel>`. */
  readonly desks: ReadonlyMap<string, string>;
}

/** Microsoft's services; tests put others in their place. */
export interface Services {
  readonly tokens: (identity: BotIdentity, scope: string, login: string) => TokenSource;
  readonly keysUrl: string;
  readonly graphUrl: string;
  readonly connectorUrl: string;
}

/** The services of a cloud. */
function servicesOf({ keys, graph, connector }: Cloud): Services {
  return { tokens: createTokens, keysUrl: keys, graphUrl: graph, connectorUrl: connector ?? '' };
}

const TIMEOUT_MS = 8000;
/** The largest difference between the clocks, in milliseconds: beyond it tokens are refused. */
const LARGEST_SKEW_MS = 5 * 60 * 1000;

/** The answers of Microsoft's sign-in by their number: what each means, and what to do about it. */
const REFUSALS: Readonly<Record<string, readonly [what: string, cure: string]>> = {
  '7000215': [
    'MicrosoftAppPassword is not a secret of this app.',
    'Copy the value of a client secret (not its id): Entra admin center, App registrations, your bot, Certificates & secrets.',
  ],
  '7000222': [
    'The client secret has expired.',
    'Make a new one: Entra admin center, App registrations, your bot, Certificates & secrets. Buttons on older cards then lead to the current step.',
  ],
  '700016': [
    'There is no app with this MicrosoftAppId in the tenant.',
    'Compare MicrosoftAppId and MicrosoftAppTenantId with the Overview page of the bot’s app registration.',
  ],
  '90002': [
    'There is no tenant with this MicrosoftAppTenantId.',
    'Copy the Directory (tenant) ID from the Overview page of the bot’s app registration.',
  ],
  '7000229': [
    'The app has no service principal in the tenant: it was registered, but never added there.',
    'Add it: az ad sp create --id <MicrosoftAppId>, or have an administrator consent to it (Entra admin center, Enterprise applications).',
  ],
  '7000112': [
    'The app is disabled in the tenant.',
    'Enable it: Entra admin center, Enterprise applications, your bot, Properties.',
  ],
};

/** Examines everything between Firstline and Teams, and says for each finding what to do. */
export async function* examine(
  { identity, readThreads, cloud: name = 'public' }: TeamsSettings,
  { address, thread, desks }: TeamsDoctorOptions,
  services: Services = servicesOf(CLOUDS[name]),
): AsyncGenerator<Finding> {
  const { tokens, keysUrl, graphUrl, connectorUrl } = services;
  const cloud = CLOUDS[name];
  if (!identity)
    return yield {
      state: 'open',
      what: 'TEAMS=local: nobody is authenticated, so there is nothing of Microsoft’s to look at.',
      cure: 'Leave it so to try Firstline on this machine: npm run playground opens a Teams client. To connect Microsoft Teams, take TEAMS out of the settings and set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId: see deploy/teams/README.md.',
    };
  yield* checkSettings(identity, name);
  const sending = await checkToken(
    tokens(identity, cloud.scope, cloud.login),
    cloud,
    'Microsoft gives a token for sending.',
  );
  yield sending;
  yield* checkKeys(keysUrl, new URL(cloud.keys).hostname);
  yield await checkAddress(address);
  if (sending.state === 'fine' && connectorUrl !== '') {
    const connecting = tokens(identity, cloud.scope, cloud.login);
    yield* checkBot(connectorUrl, connecting);
    for (const [place, desk] of desks) yield await checkDesk(connectorUrl, connecting, place, desk);
  }
  if (desks.size > 0) yield hearing(readThreads);
  const graphScope = new URL(cloud.graph).origin;
  yield* checkThreads({
    readThreads,
    thread,
    graphUrl,
    cloud,
    tokens: () => tokens(identity, graphScope, cloud.login),
  });
}

function* checkSettings({ appId, password, tenantId, type }: BotIdentity, cloud: CloudName): Generator<Finding> {
  yield {
    state: 'fine',
    what: `The bot is ${appId}, ${type}, of tenant ${tenantId}${cloud === 'public' ? '' : `, in the cloud ${cloud}`}.`,
  };
  if (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(password))
    yield wrong('MicrosoftAppPassword looks like the id of a secret, not like the secret.', REFUSALS['7000215']![1]);
}

async function checkToken(tokens: TokenSource, { login }: Cloud, fine: string): Promise<Finding> {
  try {
    await tokens.get();
    return { state: 'fine', what: fine };
  } catch (error) {
    const { message } = error as Error;
    const known = REFUSALS[/AADSTS(\d+)/.exec(message)?.[1] ?? ''];
    if (known) return wrong(...known);
    if (/AADSTS/.test(message))
      return wrong(
        `Microsoft gives no token: ${/AADSTS[^\r\n]{0,160}/.exec(message)![0]}`,
        'Look the number up at login.microsoftonline.com/error.',
      );
    const intercepted = causeOf(error, new URL(login).hostname);
    if (intercepted) return wrong(...intercepted);
    return wrong(
      'Microsoft’s sign-in can’t be reached.',
      `Check the way out to ${new URL(login).hostname}: network, proxy, firewall. With a managed identity: is it assigned to this machine?`,
    );
  }
}

async function* checkKeys(url: string, hostname: string): AsyncGenerator<Finding> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    yield { state: 'fine', what: 'The keys that Teams signs with can be fetched.' };
    const skew = Date.now() - Date.parse(answer.headers.get('date') ?? '');
    if (Math.abs(skew) > LARGEST_SKEW_MS)
      yield wrong(
        `This machine’s clock is ${Math.round(Math.abs(skew) / 60_000)} minutes ${skew > 0 ? 'ahead' : 'behind'}: genuine messages are refused.`,
        'Set it by a time server.',
      );
  } catch (error) {
    yield wrong(
      ...(causeOf(error, hostname) ?? [
        'The keys that Teams signs with can’t be fetched.',
        `Check the way out to ${hostname}: network, proxy, firewall.`,
      ]),
    );
  }
}

/**
 * Asks Firstline's own address. An unsigned message must be refused in Firstline's own words: then it is Firstline that
 * is reached.
 */
async function checkAddress(address: string): Promise<Finding> {
  const url = `${ownAddress(address)}/api/messages`;
  const account = { id: 'doctor' };
  const body = { type: 'doctor', from: account, recipient: account, conversation: account };
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { code } = (await answer.json().catch(() => ({}))) as { code?: unknown };
    if (answer.status === 401 && code === 'TOKEN_REFUSED') {
      if (url.startsWith('https://'))
        return { state: 'fine', what: `${url} is Firstline. It has to be the bot’s messaging endpoint in Azure.` };
      return {
        state: 'open',
        what: `${url} is Firstline, but Teams needs an https address that can be reached from outside.`,
        cure: 'Add --address https://… to look at that one.',
      };
    }
    return wrong(
      `${url} answers ${answer.status}, and not as Firstline does.`,
      'Does the proxy or tunnel pass /api/messages on, unchanged, to the port Firstline listens on?',
    );
  } catch (error) {
    const certificate = certificateTrouble(error);
    if (certificate)
      return wrong(
        `The certificate of ${url} is not valid (${certificate}): Teams refuses it.`,
        'Put a certificate on it that a public authority signed for this name, with the intermediate ones.',
      );
    return wrong(
      `${url} can’t be reached from here.`,
      'Is Firstline running? Is the name right, its certificate valid, the port open?',
    );
  }
}

/** Asks the connector for something that does not exist: a bot it refuses is refused before that. */
async function* checkBot(url: string, tokens: TokenSource): AsyncGenerator<Finding> {
  const answer = await fetch(`${url.replace(/\/$/, '')}/v3/conversations/doctor/members`, {
    headers: { authorization: `Bearer ${await tokens.get()}` },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  const refused = answer && refusalOf(await answer.text());
  if (refused) yield wrong(...refused);
}

/**
 * Examines a desk: it needs the bot in its team, where the bot sees the channel's members; nobody else may act on
 * tickets.
 */
async function checkDesk(url: string, tokens: TokenSource, place: string, name: string): Promise<Finding> {
  const channel = place.slice(place.indexOf('/') + 1);
  const answer = await fetch(`${url.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(channel)}/pagedmembers`, {
    headers: { authorization: `Bearer ${await tokens.get()}` },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (answer?.ok)
    return { state: 'fine', what: `The desk “${name}” is there, and who belongs to its channel can be seen.` };
  const refused = answer && refusalOf(await answer.clone().text());
  if (refused) return wrong(...refused);
  if (answer?.status === 403 || answer?.status === 404)
    return wrong(
      `The desk “${name}” can’t be reached (${answer.status}): there is no such channel, or the bot is not in its team.`,
      'Add the app to the team (Teams, Apps, Manage your apps, Add to a team), and compare the place with what “Get link to channel” copies: teams:<groupId>/19:…@thread.tacv2',
    );
  return wrong(
    `The desk “${name}” could not be looked at (${answer?.status ?? 'no answer'}).`,
    'Try again in a minute. If it lasts, check the way out to smba.trafficmanager.net: network, proxy, firewall.',
  );
}

/** Says how the bot hears agents, and what would make it easier. */
function hearing(readThreads: boolean): Finding {
  return readThreads
    ? {
        state: 'open',
        what: 'At a desk whose team consented, every line in a ticket’s thread is heard; elsewhere agents mention the bot, or use the buttons.',
        cure: 'Add the package firstline-teams-read-threads.zip to the desk’s team; --thread looks whether it consented.',
      }
    : {
        state: 'open',
        what: 'At the desk the bot hears only what mentions it, and its buttons: agents begin with “@Firstline”, also where a line is for the person.',
        cure: 'To let them write without a mention: TEAMS_READ_THREADS=on, and firstline-teams-read-threads.zip in the desk’s team (it asks for ChannelMessage.Read.Group).',
      };
}

async function* checkThreads(look: {
  readThreads: boolean;
  thread: string | null;
  graphUrl: string;
  cloud: Cloud;
  tokens: () => TokenSource;
}): AsyncGenerator<Finding> {
  if (!look.readThreads)
    return yield {
      state: 'open',
      what: 'Threads that others began are not read; Firstline says so and asks for the text.',
      cure: 'TEAMS_READ_THREADS=on, and the app package that asks for it: see deploy/teams/README.md.',
    };
  const tokens = look.tokens();
  const token = await checkToken(tokens, look.cloud, 'Microsoft gives a token for Graph.');
  yield token;
  if (token.state !== 'fine') return;
  if (look.thread === null)
    return yield {
      state: 'open',
      what: 'Whether a team consented to its threads being read was not looked at.',
      cure: 'Add --thread with the link of a message in one of its channels (its menu, Copy link).',
    };
  const link = /\/l\/message\/([^/]+)\/(\d+)\?(.*)$/.exec(look.thread);
  const group = new URLSearchParams(link?.[3]).get('groupId');
  if (!link || !group)
    return yield wrong(
      'That is not the link of a message in a channel.',
      'Open the menu of a message there, and choose Copy link.',
    );
  const root = new URLSearchParams(link[3]).get('parentMessageId') ?? link[2]!;
  const graph = new Graph({ tokens, groupOf: async () => group, appId: '', log: SILENT, baseUrl: look.graphUrl });
  const trouble = await graph.look(group, decodeURIComponent(link[1]!), root);
  if (trouble === null) yield { state: 'fine', what: 'That thread can be read: its team consented.' };
  else if (trouble === 'not-allowed')
    yield wrong(
      'That thread may not be read: its team did not consent.',
      'An owner of the team adds the package firstline-teams-read-threads.zip to it; the tenant must allow resource-specific consent (Teams admin center, Permission policies).',
    );
  else
    yield wrong(
      `That thread could not be read (${trouble}).`,
      'Try again in a minute, with the link of another message.',
    );
}

function wrong(what: string, cure: string): Finding {
  return { state: 'wrong', what, cure };
}
