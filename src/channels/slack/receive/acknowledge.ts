import type { App, ReceiverEvent } from '@slack/bolt';
import { Fault } from '../../../core/fault.ts';

/** Slack gives up after three seconds; an honest "not now" must be there before. */
export const DEADLINE_MS = 2500;

/**
 * Lets Bolt's listeners work on a payload and resolves with what to answer once they are done: committed, not just received.
 * Bolt's own acknowledgement only leaves its words here. Rejects when something was not stored in time: then nothing may be
 * acknowledged, and Slack sends it again.
 */
export async function commit(app: App, event: Omit<ReceiverEvent, 'ack'>): Promise<unknown> {
  let answer: unknown;
  const ack = async (words?: unknown): Promise<void> => {
    answer = words ?? answer;
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Fault('NOT_STORED', 'The store took too long.', 'Send it again in a moment.')),
      DEADLINE_MS,
    );
  });
  try {
    await Promise.race([app.processEvent({ ...event, ack }), late]);
    return answer;
  } finally {
    clearTimeout(timer);
  }
}
