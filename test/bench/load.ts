import type { Figures } from './figures.ts';
import { closedLoop, type Span } from './loop.ts';
import { botTalks } from './talk-bot.ts';
import { webTalks } from './talk-web.ts';

/** What a load process is told to do. */
export interface Job extends Span {
  /** `web` talks to Firstline's chat page, `bot` to a Bot Framework bot. */
  readonly as: 'web' | 'bot';
  readonly url: string;
  readonly conversations: number;
  readonly errors: readonly string[];
}

/** What it answers. */
export type Done = { readonly figures: Figures } | { readonly failed: string };

// A process of its own: it neither slows the server down nor shares its memory.
process.once('message', async (job: Job) => {
  const answer = await run(job).then(
    (figures): Done => ({ figures }),
    (error: Error): Done => ({ failed: error.message }),
  );
  process.send!(answer, () => process.exit(0));
});

async function run(job: Job): Promise<Figures> {
  const talks = job.as === 'web' ? await webTalks(job) : await botTalks(job);
  return closedLoop(talks, job);
}
