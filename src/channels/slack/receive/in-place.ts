/** Answers in the place where somebody used a command or a shortcut: where the conversation goes on. */
import { setTimeout as wait } from 'node:timers/promises';
import { readRef } from '../workspace/places.ts';
import type { SlackIdentity } from '../workspace/self.ts';

/** The pause between two looks for the answer, in milliseconds. */
const LOOK_MS = 100;

/**
 * Makes the permalink of the answer to a message; null where there is none within `ms` milliseconds. Never rejects.
 * `posted` finds the ref of the post that first answered a message of a conversation.
 */
export async function answerLink(
  posted: (conversation: string, message: string) => Promise<string | null>,
  { conversation, id }: { readonly conversation: string; readonly id: string },
  us: SlackIdentity,
  ms: number,
): Promise<string | null> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    await wait(LOOK_MS);
    const at = readRef(await posted(conversation, id).catch(() => null));
    if (at) return new URL(`archives/${at.channel}/p${at.ts.replace('.', '')}`, us.url).href;
  }
  return null;
}
