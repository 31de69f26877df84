/** Calls: where others read along, a person is called by name once, and follows the thread from then on. */
import type { TurnResult } from '../core/conversation.ts';

/** Marks the replies that call the person again, and remembers who was called. */
export function calledOnce(result: TurnResult): TurnResult {
  let { called } = result.state;
  const replies = result.replies.map((reply) => {
    if (reply.to === null) return reply;
    if (reply.to.id === called) return { ...reply, quiet: true as const };
    // A word for somebody else changes nothing for the person who is helped.
    if (reply.to.id === result.state.helped?.id) called = reply.to.id;
    return reply;
  });
  return { ...result, replies, state: called === undefined ? result.state : { ...result.state, called } };
}
