/** The process that plays one side's turns for turn.ts. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answer } from '../helper.ts';
import { closedLoop, type Load, type Talk } from '../loop.ts';
import { turnTalks } from '../turn-talks.ts';
import type { Sample } from './sheet.ts';

/** First the checkout whose turn it is, then load after load. */
export type TurnQuestion = { readonly root: string; readonly errors: readonly string[] } | { readonly load: Load };

// Runs in the checkout that is measured, and needs only two of its modules: its tests' knowledge, and the defaults of a
// message.
let talks: Talk[] = [];
answer(async (question: TurnQuestion): Promise<Sample | { opened: number }> => {
  if ('root' in question) {
    const load = (path: string) => import(pathToFileURL(join(question.root, path)).href);
    // In commits without a fixture pack, `knowledge()` was the shipped content.
    const { shipped, knowledge } = await load('test/fakes/knowledge.ts');
    const { PLAIN } = await load('src/core/message.ts');
    talks = turnTalks((shipped ? await shipped() : knowledge()).turn, PLAIN, question.errors);
    return { opened: talks.length };
  }
  const before = process.cpuUsage();
  const figures = await closedLoop(talks, question.load);
  const { user, system } = process.cpuUsage(before);
  return { ...figures, cpuMs: (user + system) / 1000 / figures.messages };
});
