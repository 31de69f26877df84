/** The place of the socket: beside the SQLite file, for the owner of that file alone. */
import { closeSync, existsSync, lstatSync, openSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The longest path of a socket, in bytes: 108 on Linux and 104 on macOS, with the zero at its end. */
const LONGEST_PATH = process.platform === 'linux' ? 107 : 103;
/** The folder that has an entry for each open file of this process; on Linux alone. */
const OPEN_FILES = '/proc/self/fd';

/** The path of the socket of a service on a database file: `firstline.sock` beside `firstline.db`. */
export function socketOf(database: string): string {
  return join(dirname(database), `${basename(database).replace(/\.db$/, '')}.sock`);
}

/** A path by which the system takes a socket, and how to let go of what it needed. */
export interface Reach {
  readonly path: string;
  readonly release: () => void;
}

/** The way to a socket: a path that is too long for one goes by its open folder; null where the system has no such way. */
export function reachOf(socket: string): Reach | null {
  if (Buffer.byteLength(socket) <= LONGEST_PATH) return { path: socket, release: () => undefined };
  if (!existsSync(OPEN_FILES)) return null;
  const folder = openSync(dirname(socket), 'r');
  return { path: `${OPEN_FILES}/${folder}/${basename(socket)}`, release: () => closeSync(folder) };
}

/** The name of a file that another path or another process has for it, too. */
export function fileName(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

/** The file of any kind at a path, links not followed; null where there is nothing. */
export function standsAt(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

/** The reason for which a socket may not be that of the service on a database file; null where it may. */
export function foreignBy(socket: Stats, database: string): string | null {
  if (!socket.isSocket()) return 'it is no socket';
  if ((socket.mode & 0o077) !== 0) return 'others may open it';
  return socket.uid === statSync(database).uid ? null : 'it belongs to another user than the database file';
}

/** Whether anybody on this machine may put files into a folder, and take those of others away. */
export function isOpenToAll(folder: string): boolean {
  const { mode } = statSync(folder);
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
}
