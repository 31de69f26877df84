/** The rule that Slack gets an answer only for what is committed. */
import type { App, ReceiverEvent } from '@slack/bolt';
import { Fault } from '../../../core/fault.ts';

/**
 * The longest a commit may take, in milliseconds: Slack gives up after three seconds, and an honest "not now" must be
 * there before.
 */
export const DEADLINE_MS = 2500;

/**
 * Lets Bolt's listeners work on a payload; resolves with the answer to send once they have committed it. Bolt's own
 * acknowledgement only leaves its words here.
 * @throws Fault NOT_STORED when it was not stored in time, and whatever a listener throws: then nothing may be
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
