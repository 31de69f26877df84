import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What the tests' own PostgreSQL gives. */
interface Fake {
  readonly startPostgres?: () => Promise<{ readonly url: string; stop(): Promise<void> }>;
}

const FAKE = join(import.meta.dirname, '..', 'fakes', 'postgres.ts');

/** Lends the address of a PostgreSQL database; or tells why there is none. */
export async function withPostgres<T>(use: (database: string) => Promise<T>): Promise<T | string> {
  if (!existsSync(FAKE)) return 'skipped: there is no test/fakes/postgres.ts';
  const { startPostgres } = (await import(FAKE)) as Fake;
  if (!startPostgres) return 'skipped: test/fakes/postgres.ts has no startPostgres()';
  try {
    const server = await startPostgres();
    try {
      return await use(server.url);
    } finally {
      await server.stop();
    }
  } catch (error) {
    return `skipped: ${(error as Error).message}`;
  }
}
