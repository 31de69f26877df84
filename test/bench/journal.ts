/** Measures the journal: from an accepted message to its sent reply. */
import { createTurn } from '../../src/conversation/turn.ts';
import type { Outlet } from '../../src/core/channel.ts';
import type { Content } from '../../src/core/content.ts';
import { SILENT } from '../../src/core/log.ts';
import { PLAIN } from '../../src/core/message.ts';
import type { Read } from '../../src/core/reading.ts';
import type { Reply } from '../../src/core/reply.ts';
import { Journal } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import { noJobs } from '../fakes/journals.ts';
import { redact } from '../fakes/redact.ts';
import type { Figures } from './figures.ts';
import { closedLoop, type Talk, WARM_UP_MESSAGES } from './loop.ts';
import { Person } from './person.ts';
import { errorTexts } from './texts.ts';

const CONVERSATIONS = 50;

/**
 * Measures the time from accepting a message to sending its reply, with everything stored on the way, over `messages`
 * messages.
 */
export async function measureJournal(
  content: Content,
  read: Read,
  database: string,
  messages: number,
): Promise<Figures> {
  const store = await openStore(database);
  const heard = new Map<string, (reply: Reply) => void>();
  const channel: Outlet = {
    name: 'bench',
    send: async (conversation, reply) => {
      heard.get(conversation)?.(reply);
      return { kind: 'sent', ref: null };
    },
    find: async () => ({ kind: 'arrived', ref: null }),
  };
  const apology = (): never => {
    throw new Error('a turn failed');
  };
  const journal = new Journal({
    redact,
    store,
    turn: createTurn(content, read),
    apology,
    channels: [channel],
    now: () => new Date(),
    run: noJobs,
    log: SILENT,
  });
  await journal.start();
  const errors = errorTexts(content);
  // Conversations get new names in every run, because a database may be used twice.
  const run = Date.now().toString(36);
  const talks = Array.from({ length: CONVERSATIONS }, (_, i): Talk => {
    const conversation = `bench:${run}:${i}`;
    const person = new Person(`journal${i}`, errors[i % errors.length]!);
    let last: Reply | null = null;
    return async () => {
      const reply = new Promise<Reply>((resolve) => heard.set(conversation, resolve));
      await journal.accept({ ...PLAIN, ...person.next(last), conversation, channel: 'bench', audience: 'person' });
      last = await reply;
    };
  });
  try {
    await closedLoop(talks, { messages: WARM_UP_MESSAGES, atOnce: CONVERSATIONS });
    return await closedLoop(talks, { messages, atOnce: CONVERSATIONS });
  } finally {
    await journal.stop();
    await store.close();
  }
}
