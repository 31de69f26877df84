/** The process that loads a server: one of three kinds of conversations, driven as driver.ts asks. */
import { answer } from './helper.ts';
import { type Carried, closedLoop, type Load, type OpenLoad, openLoop, type Talk } from './loop.ts';
import { botTalks } from './talk-bot.ts';
import { teamsTalks } from './talk-teams.ts';
import { webTalks } from './talk-web.ts';

/** The conversations that a load process is to begin. */
export interface Job {
  /** `web` talks to Firstline's chat page, `teams` to its Teams channel, `bot` to a Bot Framework bot. */
  readonly as: 'web' | 'teams' | 'bot';
  readonly url: string;
  readonly conversations: number;
  readonly errors: readonly string[];
}

/** First the conversations to begin, then load after load over them. */
export type Question = { readonly open: Job } | { readonly drive: Load } | { readonly pace: OpenLoad };

// A process of its own (driver.ts starts it): it neither slows the server down nor shares its memory.
let talks: Talk[] = [];
answer(async (question: Question): Promise<Carried | { opened: number }> => {
  if ('drive' in question) return closedLoop(talks, question.drive);
  if ('pace' in question) return openLoop(talks, question.pace);
  talks = await { web: webTalks, teams: teamsTalks, bot: botTalks }[question.open.as](question.open);
  return { opened: talks.length };
});
