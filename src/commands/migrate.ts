/** `firstline migrate` and `firstline copy`. */
import { createProgress } from '../channels/terminal/progress.ts';

/**
 * Brings the tables up to date, which `start` does as well, and gives an SQLite file its present form.
 * @throws {Fault} MIGRATE_RUNNING while a service runs on an SQLite file, or STORE_UNREACHABLE
 */
export async function migrate(): Promise<void> {
  const [{ readConfig }, { isPostgres, openStore, pathOf }, { compactFile }, { holdStopped }] = await Promise.all([
    import('../config.ts'),
    import('../store/open.ts'),
    import('../store/compact.ts'),
    import('../store/alone.ts'),
  ]);
  const { databaseUrl } = readConfig();
  const isFile = !isPostgres(databaseUrl);
  const release = isFile ? holdStopped(pathOf(databaseUrl), 'MIGRATE_RUNNING') : () => undefined;
  const bar = createProgress('migrating', process.stderr);
  try {
    const store = await openStore(databaseUrl);
    await store.close();
    bar.tell(0.5);
    if (isFile) compactFile(pathOf(databaseUrl));
  } finally {
    release();
    await bar.end();
  }
  process.stdout.write('The tables are up to date.\n');
}

/**
 * Copies the SQLite database to PostgreSQL, all of it or nothing.
 * @throws {Fault} COPY_WRONG_WAY, COPY_NOT_EMPTY, COPY_DIFFERS, STORE_IN_USE or STORE_UNREACHABLE
 */
export async function copy({ to }: { to: string }): Promise<void> {
  const [{ readConfig }, { copy: copyAll }] = await Promise.all([import('../config.ts'), import('../store/copy.ts')]);
  const bar = createProgress('copying', process.stderr);
  const counts = await copyAll(readConfig().databaseUrl, to, bar.tell).finally(bar.end);
  for (const [table, count] of counts) process.stdout.write(`${String(count).padStart(9)}  ${table}\n`);
  process.stdout.write('Copied, and the counts are the same. Set DATABASE_URL to the new address, and start.\n');
}
