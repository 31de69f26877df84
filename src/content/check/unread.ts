/**
 * Reports files and folders that are never read, or are missing: an author who put something there would wait for ever.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentFault } from '../content-fault.ts';
import { type FolderKind, packsIn, type Sources, strayIn, switchedOn } from '../folders.ts';
import { list, meant, nearest } from './meant.ts';

const KINDS: readonly FolderKind[] = ['intents', 'dialogs'];

/** The faults of everything in the sources that is not read, each with the reason. */
export function unreadIn(sources: Sources): ContentFault[] {
  const all = packsIn(sources);
  const on = switchedOn(sources);
  const faults = sources.roots.flatMap(({ path, shown }): ContentFault[] => {
    const file = shown.replace(/\/$/, '') || path;
    if (!isThere(path))
      return [{ file, line: 1, what: 'there is no such folder', meant: 'correct CONTENT in the settings' }];
    if (KINDS.some((kind) => isThere(join(path, kind)))) return [];
    const cure = 'CONTENT names the folder that these two are in';
    return [{ file, line: 1, what: 'there is neither a folder "intents" nor a folder "dialogs" in it', meant: cure }];
  });
  const { organisation } = sources;
  if (organisation && !isFile(organisation.path))
    faults.push({
      file: organisation.shown,
      line: 1,
      what: 'there is no such file',
      meant: 'correct ORGANISATION in the settings',
    });
  for (const id of sources.packs ?? [])
    if (!all.includes(id)) {
      const what = `there is no pack "${id}" to switch on`;
      const known = all.filter((pack) => pack !== 'common');
      const cure = meant(id, known) ?? `PACKS can name ${list(known)}`;
      faults.push({ file: `intents/${id}`, line: 1, what, ...(known.length === 0 ? {} : { meant: cure }) });
    }
  for (const kind of KINDS) {
    for (const { shown, why } of strayIn(sources, kind, on))
      faults.push({ file: shown, line: 1, what: 'nobody reads this file', meant: why });
  }
  return faults;
}

/** Whether something is at a path; throws where this user may not know. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether a path leads to a file, and not to a folder or nowhere. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The fault of a pack without a `pack.yaml`. */
export function withoutPack(sources: Sources, id: string): ContentFault {
  const [root] = sources.roots;
  const inIntents = sources.roots.some(({ path }) => existsSync(join(path, 'intents', id)));
  if (inIntents)
    return {
      file: `${root?.shown ?? ''}intents/${id}/pack.yaml`,
      line: 1,
      what: 'this file is missing: every pack has one',
      meant: 'write at the least "title:" and the name of the product',
    };
  const packs = packsIn({ ...sources, packs: null }).filter((pack) => pack !== id);
  const near = nearest(id, packs);
  return {
    file: `${root?.shown ?? ''}dialogs/${id}`,
    line: 1,
    what: `there is no pack "${id}": nothing of that name is in intents`,
    meant: near === undefined ? `make intents/${id}/pack.yaml` : `"${near}" was probably meant`,
  };
}
