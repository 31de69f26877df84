/** `firstline doctor`: checks the connections to Slack, to Teams and to the desks, the chat page, and what the organisation has said. */
import type { SlackSettings } from '../channels/slack/settings.ts';
import type { TeamsSettings } from '../channels/teams/settings.ts';
import type { WebSettings } from '../channels/web/settings.ts';
import type { Config } from '../config.ts';
import type { SettingDefinition, Slots } from '../core/content.ts';
import { Fault } from '../core/fault.ts';
import type { Finding } from '../core/finding.ts';
import { SILENT } from '../core/log.ts';
import { ownAddress } from '../core/own-address.ts';
import { lastEvent } from './last-event.ts';
import { contentSources } from './sources.ts';

/**
 * Checks the connection to Slack.
 * @throws {Fault} SLACK_NOT_CONNECTED
 */
export async function slack(options: { address?: string; to?: string }): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig();
  const settings = config.channels.get('slack') as SlackSettings | undefined;
  if (!settings)
    throw new Fault(
      'SLACK_NOT_CONNECTED',
      'Slack is not connected.',
      'Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN: see deploy/slack/README.md.',
    );
  const { examine } = await import('../channels/slack/doctor/doctor.ts');
  if (!(await isWayOpen(config, [settings.apiUrl ?? 'https://slack.com/']))) return;
  const address = options.address ?? addressHere(config);
  await report(examine(settings, { address, to: options.to ?? null, desks: await desksOf(config, 'slack') }));
  await report(lastEvent(ownAddress(address), 'slack', addressHere(config)));
}

/**
 * Checks the connection to Teams.
 * @throws {Fault} TEAMS_NOT_CONNECTED
 */
export async function teams(options: { address?: string; thread?: string }): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig();
  const settings = config.channels.get('teams') as TeamsSettings | undefined;
  if (!settings)
    throw new Fault(
      'TEAMS_NOT_CONNECTED',
      'Teams is not connected.',
      'Set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId: see deploy/teams/README.md.',
    );
  const [{ examine }, { CLOUDS }] = await Promise.all([
    import('../channels/teams/doctor/doctor.ts'),
    import('../channels/teams/workspace/clouds.ts'),
  ]);
  const { login, keys, connector } = CLOUDS[settings.cloud ?? 'public'];
  if (settings.identity && !(await isWayOpen(config, [login, keys, ...(connector ? [connector] : [])]))) return;
  const address = options.address ?? addressHere(config);
  await report(examine(settings, { address, thread: options.thread ?? null, desks: await desksOf(config, 'teams') }));
  await report(lastEvent(ownAddress(address), 'teams', addressHere(config)));
}

/** Checks who may open the chat page, and whether people reach it safely. */
export async function web(options: { address?: string }): Promise<void> {
  const [{ readConfig }, { examine }] = await Promise.all([
    import('../config.ts'),
    import('../channels/web/doctor/doctor.ts'),
  ]);
  const config = readConfig();
  const { channels, console: desk } = config;
  // People's browsers come from outside; with a provider the service asks it, by the proxy if there is one.
  if (!(await isWayOpen(config, desk.oidc ? [desk.oidc.issuer.href] : []))) return;
  const signIn = desk.oidc?.isOfferedToPeople ? desk.oidc.address : null;
  await report(examine(channels.get('web') as WebSettings, options.address ?? null, signIn));
}

/**
 * Lets all that is looked at go out by the proxy of the settings, as the service does, and looks whether it reaches these
 * addresses; without a proxy they are left to those who ask them.
 */
async function isWayOpen({ proxy }: Config, addresses: readonly string[]): Promise<boolean> {
  if (!proxy) return true;
  const [{ goOutBy }, { lookAtProxy }] = await Promise.all([import('./way-out.ts'), import('./proxy-look.ts')]);
  goOutBy(proxy, SILENT);
  await report(lookAtProxy(proxy, addresses));
  return process.exitCode !== 1;
}

/** The address at which this machine reaches a service that listens there. */
function addressHere({ host, port }: Config): string {
  return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`;
}

/** The desks that are set up in a channel. Only the content is read: a doctor needs no model. */
async function desksOf(config: Config, channel: string): Promise<ReadonlyMap<string, string>> {
  if (!config.desk) return new Map();
  const [{ loadContent }, { desksIn, setUpDesks }] = await Promise.all([
    import('../content/load.ts'),
    import('./wiring.ts'),
  ]);
  return desksIn(await setUpDesks(config, loadContent(contentSources())), channel);
}

/** Checks the mail server, where one is set, and a whole round trip to the desk and back, through the running service. */
export async function desk(options: { address?: string; wait: string }): Promise<void> {
  const [{ readConfig }, { loadContent }, { setUpDesks }] = await Promise.all([
    import('../config.ts'),
    import('../content/load.ts'),
    import('./wiring.ts'),
  ]);
  const config = readConfig();
  const desks = await setUpDesks(config, loadContent(contentSources()));
  if (!desks)
    throw new Fault(
      'DESK_NOT_SET',
      'There is no desk: nobody gets the tickets.',
      'Set DESK to a place such as slack:C0123ABC: see deploy/desk/README.md.',
    );
  const outside = config.console.webhook?.url;
  if (!(await isWayOpen(config, outside ? [outside.href] : []))) return;
  if (config.console.mail) {
    const { lookAtMail } = await import('../console/index.ts');
    await report(one(await lookAtMail(config.console.mail)));
  }
  const { examine } = await import('../desk/doctor.ts');
  const address = options.address ?? addressHere(config);
  await report(examine(desks, { address, waitS: Number(options.wait) }));
  const { isUnheard, NO_WEBHOOK } = await import('./ready.ts');
  if (isUnheard(desks, config))
    await report(
      one({
        state: 'open',
        what: NO_WEBHOOK,
        cure: 'Set DESK_WEBHOOK and DESK_WEBHOOK_SECRET, or SMTP_URL and what belongs to it: see deploy/desk/README.md.',
      }),
    );
}

/** Lists the settings of the organisation: what is said, what is missing, and what people would get from it. */
export async function organisation(): Promise<void> {
  const { loadContent } = await import('../content/load.ts');
  const { packs, organisation: said } = loadContent(contentSources());
  await report(
    settingsFound(
      [...packs.values()].flatMap((pack) => pack.settings),
      said,
    ),
  );
}

async function* one(finding: Finding): AsyncIterable<Finding> {
  yield finding;
}

async function* settingsFound(all: readonly SettingDefinition[], said: Slots): AsyncGenerator<Finding> {
  for (const { id, title, improves } of new Map(all.map((setting) => [setting.id, setting])).values())
    yield said[id] === undefined
      ? { state: 'open', what: `${id}: not said. ${title}`, cure: improves }
      : { state: 'fine', what: `${id}: ${said[id]}` };
}

/** Stands in the place of a cure that was printed before. */
const AGAIN = '(The same helps as above.)';
/** The cures that were printed: one that helps against several findings is printed in full once. */
const told = new Set<string>();

/** Prints the findings of a doctor as they come; a wrong one makes the command fail. */
async function report(findings: AsyncIterable<Finding>): Promise<void> {
  const marks = { fine: '✓', wrong: '✗', open: '–' };
  for await (const { state, what, cure } of findings) {
    const again = cure !== undefined && told.has(cure);
    if (cure !== undefined) told.add(cure);
    process.stdout.write(`${marks[state]} ${what}\n${cure === undefined ? '' : `    ${again ? AGAIN : cure}\n`}`);
    if (state === 'wrong') process.exitCode = 1;
  }
}
