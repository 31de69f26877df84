/** Measures Firstline's Teams channel over HTTP, beside the baseline bot. */
import { Driven, type Loaded } from './driver.ts';
import type { Job } from './load.ts';
import { inRounds, type Pair } from './rounds.ts';
import { type Running, startFirstline, startScript } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';

/** The figures of Firstline and the baseline with `atOnce` messages under way at once, round by round. */
export interface HttpLoad {
  readonly atOnce: number;
  readonly rounds: readonly { readonly firstline: Loaded; readonly baseline: Loaded }[];
}

/** The figures of both over the same way: activities in over HTTP, replies out over HTTP. */
export interface HttpFigures {
  readonly loads: readonly HttpLoad[];
  /** The most that the load generator can do, in messages a second. */
  readonly generator: number;
}

/** The length of the measurement. */
export interface HttpSize {
  readonly seconds: number;
  readonly rounds: number;
}

/** The numbers of messages under way at once: one person, the load of an ordinary day, and a rush. */
const AT_ONCE = [1, 4, 64] as const;
/**
 * The number of conversations, so large that Teams' own limit, 60 messages in half a minute to a chat, does not decide
 * the figures.
 */
export const TEAMS_CONVERSATIONS = 2048;
/** The number of phases that the progress bar shows for it. */
export const httpPhases = ({ rounds }: HttpSize): number => 2 + AT_ONCE.length * rounds;

/** Loads Firstline's Teams channel and the baseline at the same time; `next` is called with the name of each phase. */
export async function measureHttp(
  errors: readonly string[],
  { seconds, rounds }: HttpSize,
  next: (what: string) => void,
): Promise<HttpFigures> {
  const job = { errors, conversations: TEAMS_CONVERSATIONS };
  next('what the load generator can do');
  const { perSecond: generator } = await loaded(await startScript('echo.ts'), { ...job, as: 'bot' }, 64, 20_000);
  next('warming up Firstline and the baseline');
  return withSqliteFile(async (database) => {
    const firstline = await Driven.open(await startFirstline(database, { env: { TEAMS: 'local' } }), {
      ...job,
      as: 'teams',
    });
    const baseline = await Driven.open(await startScript('baseline-bot.ts'), { ...job, as: 'bot' });
    try {
      await Promise.all([firstline, baseline].map((driven) => driven.warmUp(AT_ONCE.at(-1)!)));
      const loads: HttpLoad[] = [];
      for (const atOnce of AT_ONCE) {
        const measured: Pair<Loaded>[] = [];
        const drive = (driven: Driven) => (): Promise<Loaded> => driven.drive({ seconds, atOnce });
        const counting = (): void => next(`Firstline and the baseline over HTTP, ${atOnce} at once`);
        await inRounds(rounds, [drive(firstline), drive(baseline)], (round) => {
          counting();
          measured.push(round);
        });
        loads.push({ atOnce, rounds: measured.map(([firstline, baseline]) => ({ firstline, baseline })) });
      }
      return { loads, generator };
    } finally {
      await firstline.close();
      await baseline.close();
    }
  });
}

/** Warms a server up, puts it under load, and stops it. */
export async function loaded(
  server: Running,
  job: Omit<Job, 'url'>,
  atOnce: number,
  messages: number,
): Promise<Loaded> {
  const driven = await Driven.open(server, job);
  try {
    await driven.warmUp(atOnce);
    return await driven.drive({ messages, atOnce });
  } finally {
    await driven.close();
  }
}
