/** The number of connections that leave enough open files for everything else of the process. */
import { readFileSync } from 'node:fs';

/** The files kept for the database, for what is sent, and for reading content and pictures. */
const KEPT = 100;
/** The share of the files that connections may take where there are fewer. */
const SHARE = 0.3;

/** The largest number of connections under a limit of open files; null for no limit. */
export function mostConnections(limit: number | null): number | null {
  return limit === null ? null : Math.max(limit - KEPT, Math.floor(limit * SHARE));
}

/** The limit of open files of this process (`ulimit -n`, which Node raises as far as it may); null where none can be read. */
export function openFilesLimit(path = '/proc/self/limits'): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync(path, 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
