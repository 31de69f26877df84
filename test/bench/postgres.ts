/** Lends a PostgreSQL database to a measurement. */

/**
 * Lends the address of a PostgreSQL database (its commits wait for the disk, as in service), or answers why there is
 * none.
 */
export async function withPostgres<T>(use: (database: string) => Promise<T>): Promise<T | string> {
  const started = import('../fakes/postgres.ts').then(({ Postgres }) => Postgres.start({ durable: true }));
  const server = await started.catch((error: Error) => `skipped: ${error.message.split('\n')[0]}`);
  if (typeof server === 'string') return server;
  try {
    return await use(await server.createDatabase());
  } finally {
    await server.stop();
  }
}
