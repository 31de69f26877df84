/** Says which file keeps SQLite from opening a database: SQLite itself does not name it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The path that this process may not use as it must, with whose it is; null where all may be used. */
export function barredBy(path: string): string | null {
  const folder = nearest(dirname(path));
  if (!may(folder, constants.W_OK | constants.X_OK)) return told(folder);
  if (existsSync(path) && statSync(path).isDirectory()) return `${path} is a folder`;
  for (const end of ['', '-wal', '-shm', '-service', '-service.pid'])
    if (existsSync(`${path}${end}`) && !may(`${path}${end}`, constants.R_OK | constants.W_OK))
      return told(`${path}${end}`);
  return null;
}

/** The path that keeps this process from reading a file, or from seeing whether there is one, with whose it is; null where nothing does. */
export function unreadBy(path: string): string | null {
  try {
    accessSync(path, constants.R_OK);
    return null;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EACCES') return null;
  }
  return told(existsSync(path) ? path : nearest(dirname(path)), 'read');
}

/** The folder, or the one above it that is there: the rest is to be made in it. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function told(path: string, what = 'written to'): string {
  const { uid } = statSync(path);
  const own = process.geteuid?.();
  return own === undefined || own === uid
    ? `${path} may not be ${what}`
    : `${path} belongs to user ${uid}, and this process runs as user ${own}`;
}
