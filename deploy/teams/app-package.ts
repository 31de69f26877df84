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
  /** The organisation that runs the bot, as Teams shows it: its name and its website. */
  readonly developer?: { readonly name: string; readonly website: string };
}

/** The id that stands in the shipped manifest for the bot's own. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Makes the app's manifest for one bot. */
export function manifestFor({ appId, readThreads, developer }: PackageFor): Record<string, unknown> {
  const manifest = { ...read('manifest.json'), ...(readThreads ? read('read-threads.json') : {}) };
  if (developer) {
    const { name, website } = developer;
    const at = (path: string): string => new URL(path, website).href;
    manifest.developer = { name, websiteUrl: at('/'), privacyUrl: at('/privacy'), termsOfUseUrl: at('/terms') };
  }
  return JSON.parse(JSON.stringify(manifest).replaceAll(NOBODY, appId.toLowerCase())) as Record<string, unknown>;
}

/** Makes the package (a ZIP file) in Teams' format: the manifest and its two icons, the same bytes for the same bot. */
export function packageFor(wanted: PackageFor): Uint8Array {
  const files: Zippable = { 'manifest.json': strToU8(`${JSON.stringify(manifestFor(wanted), null, 2)}\n`) };
  for (const icon of ['color.png', 'outline.png']) files[icon] = readFileSync(join(import.meta.dirname, icon));
  return zipSync(files, { level: 9, mtime: new Date(2026, 0, 1) });
}

function read(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Record<string, unknown>;
}
