/** Makes the app package that is uploaded in Teams. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';

/** The bot and the choices that a package is made for. */
export interface PackageFor {
  /** The bot's Application (client) ID. */
  readonly appId: string;
  /** Whether teams and chats are asked to let the app read their threads. */
  readonly readThreads: boolean;
  /** Whether people may write to it so that nobody else sees it, by its slash command (targeted messages). */
  readonly targeted?: boolean;
  /** The organisation that runs the bot, as Teams shows it: its name and its website. */
  readonly developer?: { readonly name: string; readonly website: string };
  /** The package's version, such as `versionAt` makes; Teams takes only a newer one as an update. */
  readonly version?: string;
}

/** The longest name of an organisation that Teams takes, in characters. */
const LONGEST_DEVELOPER = 32;
/** The id that stands in the shipped manifest for the bot's own. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Makes the app's manifest for one bot. */
export function manifestFor({ appId, readThreads, targeted, developer, version }: PackageFor): Record<string, unknown> {
  const manifest = { ...read('manifest.json'), ...(readThreads ? read('read-threads.json') : {}) };
  if (targeted) manifest.bots = (manifest.bots as Bot[]).map(withSlash);
  if (version !== undefined) manifest.version = version;
  if (developer) {
    const { name, website } = developer;
    const at = (path: string): string => new URL(path, website).href;
    manifest.developer = { name, websiteUrl: at('/'), privacyUrl: at('/privacy'), termsOfUseUrl: at('/terms') };
  }
  return JSON.parse(JSON.stringify(manifest).replaceAll(NOBODY, appId.toLowerCase())) as Record<string, unknown>;
}

/** A bot of the manifest, as far as it is changed. */
interface Bot {
  readonly commandLists: readonly object[];
}

/** The bot with a slash command of its own name, and its commands behind a slash too. */
function withSlash(bot: Bot): Bot & { readonly supportsTargetedMessages: true } {
  const triggers = ['mention', 'slash'];
  return {
    ...bot,
    supportsTargetedMessages: true,
    commandLists: bot.commandLists.map((list) => ({ ...list, triggers })),
  };
}

/**
 * Makes a version that grows with time: `2026.1128.13240` on 28 November 2026 at 13:24 UTC. The two packages of a bot are
 * one app to Teams, so the one that reads threads has another version.
 */
export function versionAt(time: Date, readThreads: boolean): string {
  const [day, minute] = [
    (time.getUTCMonth() + 1) * 100 + time.getUTCDate(),
    time.getUTCHours() * 100 + time.getUTCMinutes(),
  ];
  return `${time.getUTCFullYear()}.${day}.${minute * 10 + (readThreads ? 1 : 0)}`;
}

/** Tells why a bot can't be packaged so: what still stands for something else, or is longer than Teams takes. */
export function packageFaults({ appId, developer }: PackageFor): string[] {
  const faults: string[] = [];
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(appId) || appId === NOBODY)
    faults.push(
      "Which bot? Set MicrosoftAppId, or add --app-id: the Application (client) ID of the bot's registration.",
    );
  if (
    !developer ||
    developer.name.trim() === '' ||
    /^your (organi[sz]ation|company|name)$/i.test(developer.name.trim())
  )
    faults.push('Who runs it? Add --name: the name of your organisation, as Teams shows it.');
  else if (developer.name.length > LONGEST_DEVELOPER)
    faults.push(`--name has ${developer.name.length} characters; Teams takes ${LONGEST_DEVELOPER} at most.`);
  if (!developer || !isTheirs(developer.website))
    faults.push('Add --website: an https address of yours; /privacy and /terms are expected on it.');
  return faults;
}

/** Tells whether an address can be an organisation's own: https, and no example. */
function isTheirs(website: string): boolean {
  if (!URL.canParse(website)) return false;
  const { protocol, hostname } = new URL(website);
  return protocol === 'https:' && hostname.includes('.') && !/(^|\.)example(\.\w+)?$|\.(test|invalid)$/i.test(hostname);
}

/**
 * Makes the package (a ZIP file) in Teams' format: the manifest and its two icons, the same bytes for the same bot.
 * @throws Error for a bot that can't be packaged so.
 */
export function packageFor(wanted: PackageFor): Uint8Array {
  const faults = packageFaults(wanted);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const files: Zippable = { 'manifest.json': strToU8(`${JSON.stringify(manifestFor(wanted), null, 2)}\n`) };
  for (const icon of ['color.png', 'outline.png']) files[icon] = readFileSync(join(import.meta.dirname, icon));
  return zipSync(files, { level: 9, mtime: new Date(2026, 0, 1) });
}

function read(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Record<string, unknown>;
}
