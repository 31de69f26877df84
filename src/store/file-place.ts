/** The place of an SQLite file: whether there can be one at a path, and the folder for it. */
import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Fault } from '../core/fault.ts';
import { FAULTS } from '../core/faults.ts';

/** The longest name of a file, in bytes, with room for the endings of the files beside it. */
const LONGEST_NAME = 255 - '-service.pid'.length;
/** The largest number of links that lead to one another, as on Linux. */
const MOST_LINKS = 40;

/**
 * Makes the folder of a file, for its owner alone, since conversations are private.
 * @throws {Fault} STORE_PLACE, where no database file can be at the path
 */
export function makePlace(path: string): void {
  if (path === ':memory:') return;
  const wrong = wrongPlace(path);
  if (wrong !== null) throw new Fault('STORE_PLACE', `${FAULTS.STORE_PLACE.cause} (${wrong})`, FAULTS.STORE_PLACE.cure);
  makeFolder(dirname(path));
}

/** The reason for which no database file can be at a path; null where there can be one. */
function wrongPlace(path: string): string | null {
  if (path.startsWith('~')) return `${path}: nothing stands for a home folder here, write the whole path`;
  if (path.startsWith('file:')) return `${path}: write sqlite: and the path alone`;
  if (/^\/\/[^/]/.test(path)) return `${path}: write sqlite:./folder/file or sqlite:/folder/file`;
  if (path.endsWith('/')) return `${path} is a folder`;
  if (path.split('/').some((name) => Buffer.byteLength(name) > LONGEST_NAME)) return 'a name in the path is too long';
  const found = at(path);
  const kind = found && kindOf(found);
  if (kind) return `${path} is ${kind}`;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const above = at(folder);
    if (above) return above.isDirectory() ? null : `${folder} is ${kindOf(above) ?? 'a file'}, and no folder`;
    if (dirname(folder) === folder) return null;
  }
}

function at(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** Says what stands at a path that is no file. */
function kindOf(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/**
 * The path of the file that a link leads to, and any other path as it is: SQLite keeps its log of writes beside the file
 * itself, and two services must find each other there.
 */
export function behindLink(path: string): string {
  return linkAt(path) ?? path;
}

/** The whole path that a link leads to, through further ones; null where there is no link, or links lead in a circle. */
function linkAt(path: string, links = 0): string | null {
  try {
    if (!lstatSync(path).isSymbolicLink() || links > MOST_LINKS) return null;
    const next = resolve(dirname(path), readlinkSync(path));
    return linkAt(next, links + 1) ?? (existsSync(next) ? realpathSync(next) : next);
  } catch {
    return null;
  }
}

/** Makes a folder and those above it. Node's own way never ends in `/proc`, where nothing can be made. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process made it meanwhile.
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
}
