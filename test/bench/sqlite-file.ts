/** Lends a SQLite database to a measurement. */
import { join } from 'node:path';
import { withFolder } from './ends.ts';

/** Lends the address of a database file that is gone afterwards. */
export function withSqliteFile<T>(use: (database: string) => Promise<T>): Promise<T> {
  return withFolder((folder) => use(`sqlite:${join(folder, 'bench.db')}`));
}
