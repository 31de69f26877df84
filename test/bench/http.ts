/** Measures Firstline's Teams channel and its page over HTTP, each beside the baseline bot. */
import { Driven, type Loaded } from './driver.ts';
import type { Job } from './load.ts';
import { inRounds, type Pair } from './rounds.ts';
import { type Running, startFirstline, startScript } from './servers.ts';
import { withSqliteFile } from './sqlite-file.ts';

/** The ways into Firstline that are measured: a reply on the page needs no call of Firstline's own, one in Teams does. */
export const WAYS = ['teams', 'web'] as const;

/** The figures of Firstline and the baseline with `atOnce` messages under way at once, round by round. */
export interface HttpLoad {
  readonly way: (typeof WAYS)[number];
  readonly atOnce: number;
  readonly rounds: readonly { readonly firstline: Loaded; readonly baseline: Loaded }[];
}

/** The figures of both: messages in over HTTP; replies out over HTTP, but for the page, whose streams are open. */
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
/** The number of conversations on the page: each has a stream that stays open. */
const PAGES = 256;
/** The number of phases that the progress bar shows for it. */
export const httpPhases = ({ rounds }: HttpSize): number => 2 + WAYS.length * AT_ONCE.length * rounds;

/** Loads a way into Firstline and the baseline at the same time; `next` is called with the name of each phase. */
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
    const server = await startFirstline(database, { env: { TEAMS: 'local' } });
    const teams = await Driven.open(server, { ...job, as: 'teams' });
    const web = await Driven.open(server, { ...job, conversations: PAGES, as: 'web' });
    const baseline = await Driven.open(await startScript('baseline-bot.ts'), { ...job, as: 'bot' });
    try {
      await Promise.all([teams, baseline].map((driven) => driven.warmUp(AT_ONCE.at(-1)!)));
      await web.warmUp(AT_ONCE.at(-1)!);
      const loads: HttpLoad[] = [];
      for (const [way, firstline] of [
        ['teams', teams],
        ['web', web],
      ] as const)
        for (const atOnce of AT_ONCE) {
          const measured: Pair<Loaded>[] = [];
          const drive = (driven: Driven) => (): Promise<Loaded> => driven.drive({ seconds, atOnce });
          await inRounds(rounds, [drive(firstline), drive(baseline)], (round) => {
            next(`Firstline (${way}) and the baseline over HTTP, ${atOnce} at once`);
            measured.push(round);
          });
          loads.push({ way, atOnce, rounds: measured.map(([firstline, baseline]) => ({ firstline, baseline })) });
        }
      return { loads, generator };
    } finally {
      await web.close();
      await teams.close();
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
