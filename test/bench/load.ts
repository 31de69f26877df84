import type { Figures } from './figures.ts';
import { closedLoop, type Span } from './loop.ts';
import { botTalks } from './talk-bot.ts';
import { teamsTalks } from './talk-teams.ts';
import { webTalks } from './talk-web.ts';

/** What a load process is told to do. */
export interface Job extends Span {
  /** `web` talks to Firstline's chat page, `teams` to its Teams channel, `bot` to a Bot Framework bot. */
  readonly as: 'web' | 'teams' | 'bot';
  readonly url: string;
  readonly conversations: number;
  readonly errors: readonly string[];
}

/** What it answers. */
export type Done = { readonly figures: Figures; readonly messages: number } | { readonly failed: string };

// A process of its own: it neither slows the server down nor shares its memory.
process.once('message', async (job: Job) => {
  const answer = await run(job).then(
    (done): Done => done,
    (error: Error): Done => ({ failed: error.message }),
  );
  process.send!(answer, () => process.exit(0));
});

/** `messages` counts those of the warm-up as well. */
async function run(job: Job): Promise<Done> {
  const talks = await { web: webTalks, teams: teamsTalks, bot: botTalks }[job.as](job);
  let messages = 0;
  const counted = talks.map((talk) => async () => {
    await talk();
    messages += 1;
  });
  return { figures: await closedLoop(counted, job), messages };
}
