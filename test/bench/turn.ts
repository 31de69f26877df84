/** Measures the speed of turns. */
import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import { PLAIN } from '../../src/core/message.ts';
import type { Read } from '../../src/core/reading.ts';
import type { Figures } from './figures.ts';
import { closedLoop, WARM_UP_MESSAGES } from './loop.ts';
import { errorTexts } from './texts.ts';
import { turnTalks } from './turn-talks.ts';

/** Measures the time to work out turns, over `messages` of them. */
export async function measureTurn(content: Content, read: Read, messages: number): Promise<Figures> {
  const talks = turnTalks(createTurn(content, read), PLAIN, errorTexts(content));
  await closedLoop(talks, { messages: WARM_UP_MESSAGES, atOnce: 1 });
  return closedLoop(talks, { messages, atOnce: 1 });
}
