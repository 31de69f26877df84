/** Names the folders that the commands read content from: the shipped ones, and a company's own over them. */
import { join, resolve } from 'node:path';
import { type ContentConfig, readContentConfig } from '../config.ts';
import type { Sources } from '../content/folders.ts';

/** The folder of the checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** The folders and packs that the settings name (`CONTENT`, `PACKS`). */
export function contentSources({ packs, folders, organisation }: ContentConfig = readContentConfig()): Sources {
  const own = folders.map((folder) => ({ path: resolve(folder), shown: `${folder.replace(/[\\/]+$/, '')}/` }));
  return {
    roots: [{ path: ROOT, shown: '' }, ...own],
    packs,
    organisation: organisation === null ? null : { path: resolve(organisation), shown: organisation },
  };
}
