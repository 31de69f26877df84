/** Measures the chat page over HTTP: on an empty and a filled database, with a slow disk, and on PostgreSQL. */
import { join } from 'node:path';
import { Driven, type Loaded } from './driver.ts';
import { fill } from './fill.ts';
import { withPostgres } from './postgres.ts';
import { startFirstline } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';

/** The wait for the disk at every commit that is put in, in milliseconds. */
export const SYNC_MS = 5;
/** The numbers of messages under way at once. */
const AT_ONCE = [1, 4, 64] as const;
const CONVERSATIONS = 256;
/** The share of what it can do at most, at which the open loop runs. */
const SHARE = 0.5;

/** The figures with `atOnce` messages under way; `open`: at an even pace, at half of what it can do. */
export interface PageLoad {
  readonly atOnce: number;
  readonly open: boolean;
  readonly figures: Loaded;
}

/** The figures of one way of keeping data. */
export interface PageFigures {
  readonly name: string;
  readonly loads: readonly PageLoad[] | string;
}

/** The length of the measurement. */
export interface PageSize {
  readonly seconds: number;
  /** The number of conversations in the filled database. */
  readonly filled: number;
}

/** The number of phases that the progress bar shows for it. */
export const PAGE_PHASES = 4;

/** Measures each way of keeping data, one after the other; `next` is called with the name of each. */
export async function measurePage(
  errors: readonly string[],
  { seconds, filled }: PageSize,
  next: (what: string) => void,
): Promise<readonly PageFigures[]> {
  const measure = async (database: string, env: Record<string, string> = {}): Promise<PageLoad[]> => {
    const server = await startFirstline(database, { env });
    const driven = await Driven.open(server, { as: 'web', conversations: CONVERSATIONS, errors });
    try {
      await driven.warmUp(AT_ONCE.at(-1)!);
      const loads: PageLoad[] = [];
      for (const atOnce of AT_ONCE)
        loads.push({ atOnce, open: false, figures: await driven.drive({ seconds, atOnce }) });
      const perSecond = loads.at(-1)!.figures.perSecond * SHARE;
      loads.push({ atOnce: AT_ONCE.at(-1)!, open: true, figures: await driven.pace({ perSecond, seconds }) });
      return loads;
    } finally {
      await driven.close();
    }
  };
  const all: PageFigures[] = [];
  const add = async (name: string, how: () => Promise<readonly PageLoad[] | string>): Promise<void> => {
    next(`the chat page on ${name}`);
    all.push({ name, loads: await how() });
  };
  await add('SQLite', () => withSqliteFile((database) => measure(database)));
  await add(`SQLite with ${filled.toLocaleString('en')} conversations`, () =>
    withSqliteFile(async (database) => {
      await fill(database, filled);
      return measure(database);
    }),
  );
  await add(`SQLite with waits of ${SYNC_MS} ms for the disk`, () =>
    withSqliteFile((database) =>
      measure(database, {
        SYNC_MS: String(SYNC_MS),
        NODE_OPTIONS: `--import=${join(import.meta.dirname, 'slow-sync.ts')}`,
      }),
    ),
  );
  await add('PostgreSQL', () => withPostgres((database) => measure(database)));
  return all;
}
