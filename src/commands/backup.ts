/** `firstline backup` and `firstline restore`. */
import { createProgress } from '../channels/terminal/progress.ts';

/**
 * Writes a backup of the database to a file; the service may run meanwhile.
 * @throws {Fault} as `backUp` does
 */
export async function backup(file: string): Promise<void> {
  const [{ readConfig }, { backUp }] = await Promise.all([import('../config.ts'), import('../store/backup.ts')]);
  const bar = createProgress('backing up', process.stderr);
  await backUp(readConfig().databaseUrl, file, bar.tell).finally(bar.end);
  process.stdout.write(`Written to ${file}, and checked.\n`);
}

/**
 * Puts a backup in the place of the database; the service must be stopped. `erasedUnread`: also where nobody knows who was
 * erased since it was taken.
 * @throws {Fault} as `restore` of the store does
 */
export async function restore(file: string, options: { erasedUnread?: boolean } = {}): Promise<void> {
  const [{ readConfig }, { restore: put }] = await Promise.all([import('../config.ts'), import('../store/restore.ts')]);
  const bar = createProgress('restoring', process.stderr);
  const { erased, before } = await put(readConfig().databaseUrl, file, bar.tell, options).finally(bar.end);
  const again = erased === 0 ? '' : ` Erased in it anew: ${erased} of those erased since it was taken.`;
  process.stdout.write(`Restored ${file}.${again}\n`);
  if (before !== null) process.stdout.write(`What was there stands in ${before}: delete it when all is well.\n`);
}
