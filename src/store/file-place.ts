/** The place of an SQLite file: whether there can be one at a path, and the folder for it. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
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
  makeFolder(dirname(path), 0o700);
}

/**
 * Makes an empty file for its owner alone, where none is at the path: SQLite would let everybody read it. The files that
 * SQLite makes beside it get the same rights.
 */
export function makeFile(path: string): void {
  if (path === ':memory:' || existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // No room is told from here; of a file that can't be made for another reason, opening it tells more.
    if (NO_ROOM.includes((error as { code?: unknown }).code)) throw error;
  }
}

/** The codes of a disk, or a share of it, that is full. */
const NO_ROOM: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** The rights of everybody: to read a file, and to enter a folder. */
const ALL_READ = 0o004;
const ALL_ENTER = 0o001;

/** The files of a database that everybody on this machine can read, by their paths. */
export function readableByAll(path: string): readonly string[] {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (((at(folder)?.mode ?? 0) & ALL_ENTER) === 0) return [];
    if (dirname(folder) === folder) break;
  }
  return ['', '-wal', '-shm'].map((end) => `${path}${end}`).filter((file) => ((at(file)?.mode ?? 0) & ALL_READ) !== 0);
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

/**
 * Keeps a file from being put in the place of what is none, such as `/dev/null`, which all of the machine needs.
 * @throws {Error} where something else than a file is there
 */
export function mustBeFileOrNothing(path: string): void {
  const found = at(path);
  const kind = found && kindOf(found);
  if (kind) throw new Error(`${path} is ${kind}`);
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
export function makeFolder(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return;
  const above = dirname(resolve(folder));
  if (above !== resolve(folder)) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process made it meanwhile.
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
}
