/** Talks straight to a turn in the load of the benchmark. */
import type { ConversationState, Turn } from '../../src/core/conversation.ts';
import type { Message } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { Talk } from './loop.ts';
import { Person } from './person.ts';

/**
 * Whole walkthroughs over a turn and nothing else, one conversation for each error; the state goes through JSON between
 * two turns as it does in the store. `plain` holds the defaults of a message.
 */
export function turnTalks(turn: Turn, plain: object, errors: readonly string[]): Talk[] {
  return errors.map((error, i): Talk => {
    const person = new Person(`turn${i}`, error);
    let state: ConversationState | null = null;
    let reply: Reply | null = null;
    return async () => {
      const message = {
        ...plain,
        ...person.next(reply),
        conversation: `bench:${i}`,
        channel: 'bench',
        audience: 'person',
        shortened: false,
        masked: false,
        at: '2024-01-15T09:00:00.000Z',
      };
      const result = await turn(state, message as unknown as Message);
      state = JSON.parse(JSON.stringify(result.state)) as ConversationState;
      reply = result.replies.at(-1) ?? null;
    };
  });
}
