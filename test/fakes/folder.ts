/** Makes temporary folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A folder of its own under the system's temporary one; all of them are removed when the process ends. */
export function freshFolder(): string {
  if (made.length === 0)
    process.once('exit', () => made.forEach((path) => void rmSync(path, { recursive: true, force: true })));
  const path = mkdtempSync(join(tmpdir(), 'firstline-test-'));
  made.push(path);
  return path;
}
