import { createTurn } from '../../src/conversation/turn.ts';
import type { Content } from '../../src/core/content.ts';
import type { ConversationState } from '../../src/core/conversation.ts';
import { PLAIN } from '../../src/core/message.ts';
import type { Read } from '../../src/core/reading.ts';
import type { Reply } from '../../src/core/reply.ts';
import { type Figures, figuresOf } from './figures.ts';
import { Person } from './person.ts';
import { errorTexts } from './texts.ts';

/** How fast turns are worked out: whole walkthroughs, the state going through JSON between two turns as it does in the store. */
export async function measureTurn(content: Content, read: Read, seconds: number): Promise<Figures> {
  const turn = createTurn(content, read);
  const talks = errorTexts(content).map((error, i) => ({
    person: new Person(`turn${i}`, error),
    state: null as ConversationState | null,
    reply: null as Reply | null,
  }));
  const began = performance.now();
  const counted = began + seconds * 200;
  const end = began + seconds * 1000;
  const times: number[] = [];
  for (let i = 0, before = began; before < end; i++) {
    const talk = talks[i % talks.length]!;
    const message = {
      ...PLAIN,
      ...talk.person.next(talk.reply),
      conversation: `bench:${i % talks.length}`,
      channel: 'bench',
      audience: 'person' as const,
      shortened: false,
      masked: false,
      at: '2024-01-15T09:00:00.000Z',
    };
    before = performance.now();
    const result = await turn(talk.state, message);
    talk.state = JSON.parse(JSON.stringify(result.state)) as ConversationState;
    const after = performance.now();
    talk.reply = result.replies.at(-1) ?? null;
    if (before >= counted) times.push(after - before);
    before = after;
  }
  return figuresOf(times, times.reduce((sum, t) => sum + t, 0) / 1000);
}
