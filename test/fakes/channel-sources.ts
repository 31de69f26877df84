/** Reads the source of the channels: what a test looks through for the sentences they say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './content.ts';

/** A source file of a channel; `name` is its path below src/channels. */
export interface ChannelSource {
  readonly name: string;
  readonly text: string;
}

/** All sources of the channels, with the scripts and the markup of the chat page. */
export function channelSources(): readonly ChannelSource[] {
  const folder = join(ROOT, 'src', 'channels');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
