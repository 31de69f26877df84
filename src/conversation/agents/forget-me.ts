/** "Forget me": the person wants everything deleted. */
import type { TurnResult } from '../../core/conversation.ts';
import type { AgentTurn } from './agent-turn.ts';

/** The whole message: a wish that something is forgotten stands in many sentences. */
const FORGET_ME = /^\s*\/?(?:firstline\s+)?forget\s+me\s*[.!]*\s*$/i;

/** Tells whether a message is nothing but the command. */
export function isForgetMe(text: string): boolean {
  return FORGET_ME.test(text);
}

/** Takes the ticket out of its desk's queue, and begins the job that erases the person. */
export function forgetMe(a: AgentTurn): TurnResult {
  const { conversation, id } = a.message;
  if (a.atDesk) {
    a.tell({ kind: 'left' });
    a.set({ state: 'closed', closedAt: a.message.at });
  }
  a.state = { ...a.state, question: null };
  // Where the channel knows no person, the conversation is all there is of them.
  const who = a.state.helped?.id ?? conversation;
  a.effects.jobs.push({ id: `${conversation}|${id}|forget`, kind: 'forget', images: [], from: null, who });
  return a.close();
}
