/**
 * Finds content on disk: the folders it comes from, and the files of a pack in them, shipped ones first, a company's
 * own over them.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON } from '../core/content.ts';
import type { FilePlace } from './source-file.ts';

/** The folders and packs that content is read from. */
export interface Sources {
  /** Folders with `intents/` and `dialogs/` in them; a file of a later one is laid over the file of the same name. */
  readonly roots: readonly Root[];
  /** The packs that are switched on, in the order they are offered; null for all of them. `common` always is. */
  readonly packs: readonly string[] | null;
  /** The file of the organisation's own settings; null where there is none. */
  readonly organisation: FilePlace | null;
}

/** One folder with content, and the text that faults put before the names of its files. */
export interface Root {
  readonly path: string;
  readonly shown: string;
}

/** The two folders of a pack's files. */
export type FolderKind = 'intents' | 'dialogs';

/** The places of a file and of all files laid over it, lowest first. */
export type Layers = readonly [FilePlace, ...FilePlace[]];

/** Sources of one folder alone, all packs switched on. */
export function contentIn(path: string): Sources {
  return { roots: [{ path, shown: '' }], packs: null, organisation: null };
}

/** All packs, whether or not they are switched on: `common` first, then by name. */
export function packsIn({ roots }: Sources): string[] {
  const names = new Set(
    roots.flatMap(({ path }) => [...foldersIn(join(path, 'intents')), ...foldersIn(join(path, 'dialogs'))]),
  );
  return [...names].sort((a, b) => Number(b === COMMON) - Number(a === COMMON) || (a < b ? -1 : 1));
}

/** The packs that are switched on, in the order they are offered, `common` first. */
export function switchedOn(sources: Sources): string[] {
  const all = packsIn(sources);
  const { packs } = sources;
  return packs === null
    ? all
    : [...all.filter((id) => id === COMMON), ...packs.filter((id) => id !== COMMON && all.includes(id))];
}

/** The YAML files of a pack by file name, sorted by name. */
export function filesOf({ roots }: Sources, kind: FolderKind, pack: string): ReadonlyMap<string, Layers> {
  const files = new Map<string, Layers>();
  for (const root of roots)
    for (const name of namesIn(join(root.path, kind, pack), '.yaml')) {
      const place = { path: join(root.path, kind, pack, name), shown: `${root.shown}${kind}/${pack}/${name}` };
      const below = files.get(name);
      files.set(name, below ? [...below, place] : [place]);
    }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Files in the folders of these packs that are never read, each with the reason. */
export function strayIn(
  { roots }: Sources,
  kind: FolderKind,
  packs: readonly string[],
): { shown: string; why: string }[] {
  return roots.flatMap((root) => {
    const top = join(root.path, kind);
    const shown = `${root.shown}${kind}`;
    return [
      ...namesIn(top, '')
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => ({
          shown: `${shown}/${name}`,
          why: `put it into the folder of its pack: ${kind}/<pack>/${name}`,
        })),
      ...packs.flatMap((pack) => strayOf(join(top, pack), `${shown}/${pack}`)),
    ];
  });
}

function strayOf(folder: string, shown: string): { shown: string; why: string }[] {
  return [
    ...namesIn(folder, '')
      .filter((name) => !name.endsWith('.yaml') && !name.startsWith('.') && !/\.(md|txt)$|~$/.test(name))
      .map((name) => ({ shown: `${shown}/${name}`, why: whyStray(name) })),
    ...foldersIn(folder).flatMap((inner) =>
      namesIn(join(folder, inner), '')
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => ({
          shown: `${shown}/${inner}/${name}`,
          why: 'put it into the folder above: a pack has no folders of its own',
        })),
    ),
  ];
}

function whyStray(name: string): string {
  return /\.ya?ml$/i.test(name)
    ? `rename it to ${name.replace(/\.ya?ml$/i, '.yaml')}`
    : 'only files that end in .yaml are read; move it elsewhere';
}

function namesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => entry.name);
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}
