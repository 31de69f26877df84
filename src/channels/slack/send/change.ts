import type { WebClient } from '@slack/web-api';
import type { SendOutcome } from '../../../core/channel.ts';
import type { Delivery } from '../../../core/reply.ts';
import { failureOf } from '../workspace/api.ts';
import type { Rendered } from './render.ts';

const SIGNS: Readonly<Record<Delivery, string>> = { sent: 'white_check_mark', unconfirmed: 'warning', refused: 'x' };
const DONE: SendOutcome = { kind: 'sent', ref: null };

/** A head that Slack finds too long is shown with so much of the summary; buttons are never cut. */
export const SHORT_PACKET = 1200;
const TOO_LONG = ['msg_blocks_too_long', 'msg_too_long', 'invalid_blocks', 'invalid_blocks_format'];
/** Nothing of a text is turned into a mention or a link. */
export const LITERAL = { link_names: false, parse: 'none' } as const;

interface PostedAt {
  readonly channel: string;
  readonly ts: string;
}

/** Changes to what stands there already. Each can be done twice and is done once: whatever was unsure is simply done again. */
export class Changes {
  readonly #client: WebClient;

  constructor(client: WebClient) {
    this.#client = client;
  }

  /** New words and buttons in the place of the old; nothing where there is nothing any more. */
  async replace(placement: PostedAt | null, draw: (most?: number) => Rendered): Promise<SendOutcome> {
    if (!placement) return DONE;
    const put = (rendered: Rendered): Promise<SendOutcome> =>
      this.#call('chat.update', { ...placement, ...rendered, ...LITERAL }, ['message_not_found']);
    const outcome = await put(draw());
    return isTooLong(outcome) ? put(draw(SHORT_PACKET)) : outcome;
  }

  async remove(placement: PostedAt | null): Promise<SendOutcome> {
    return placement ? this.#call('chat.delete', { ...placement }, ['message_not_found']) : DONE;
  }

  /** A sign beside a message; null where Slack lets us put none there, and it has to be said in words. */
  async mark({ channel, ts }: PostedAt, as: Delivery): Promise<SendOutcome | null> {
    const sign = { channel, timestamp: ts, name: SIGNS[as] };
    const outcome = await this.#call('reactions.add', sign, ['already_reacted', 'message_not_found']);
    return outcome.kind === 'refused' ? null : outcome;
  }

  /** One call; the words of Slack's for "it is so already" are as good as done. */
  async #call(method: string, options: Record<string, unknown>, done: readonly string[]): Promise<SendOutcome> {
    try {
      await this.#client.apiCall(method, options);
      return DONE;
    } catch (error) {
      const failure = failureOf(error);
      return failure.kind === 'refused' && done.includes(failure.why) ? DONE : failure;
    }
  }
}

export function isTooLong(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && TOO_LONG.includes(outcome.why);
}
