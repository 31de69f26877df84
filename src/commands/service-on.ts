/** Finds the service that runs on a database, for commands whose writes are its own. */
import type { RunningService } from '../control/running-service.ts';

/**
 * The service that runs on an SQLite file and takes the writes of commands; null where none does, and for PostgreSQL.
 * @throws {Fault} SOCKET_FOREIGN, SERVICE_ENDED or SERVICE_SILENT
 */
export async function serviceOn(databaseUrl: string): Promise<RunningService | null> {
  const [{ isPostgres, pathOf }, { runningService }] = await Promise.all([
    import('../store/open.ts'),
    import('../control/running-service.ts'),
  ]);
  return isPostgres(databaseUrl) ? null : runningService(pathOf(databaseUrl));
}
