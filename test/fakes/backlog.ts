/** Leaves a backlog in a database, as a service does that was stopped under load. */
import { openStore } from '../../src/store/open.ts';
import { message } from './samples.ts';

/** The number of messages in one commit. */
const AT_ONCE = 500;

/** Puts so many unanswered messages into a database, `each` of them in one conversation: `web:backlog-0` and so on. */
export async function leaveBacklog(database: string, messages: number, each: number): Promise<void> {
  const store = await openStore(database);
  const at = new Date().toISOString();
  for (let from = 0; from < messages; from += AT_ONCE)
    await store.accept(
      Array.from({ length: Math.min(AT_ONCE, messages - from) }, (_, i) => {
        const conversation = `web:backlog-${Math.floor((from + i) / each)}`;
        return { ...message(`backlog ${from + i}`, { id: `b${from + i}`, conversation, at }), channel: 'web' };
      }),
    );
  await store.close();
}
