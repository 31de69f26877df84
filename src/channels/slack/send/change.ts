/** Changes messages that stand in Slack already. */
import type { WebClient } from '@slack/web-api';
import type { SendOutcome } from '../../../core/channel.ts';
import type { Say } from '../../../core/phrases.ts';
import type { Delivery } from '../../../core/reply.ts';
import { failureOf } from '../workspace/api.ts';
import { type Rendered, wordsAlone } from './render.ts';

const SIGNS: Readonly<Record<Delivery, string>> = { sent: 'white_check_mark', unconfirmed: 'warning', refused: 'x' };
const DONE: SendOutcome = { kind: 'sent', ref: null };

/** The longest summary in a head that Slack found too long, in characters; buttons are never cut. */
export const SHORT_PACKET = 1200;
const TOO_LONG = ['msg_blocks_too_long', 'msg_too_long', 'invalid_blocks', 'invalid_blocks_format'];
/** The options with which Slack makes no mention or link out of a text. */
export const LITERAL = { link_names: false, parse: 'none' } as const;

/** The place of a message in Slack. */
export interface PostedAt {
  readonly channel: string;
  readonly ts: string;
}

/**
 * Replaces, removes and marks messages. Each change can be made twice with the effect of once: a change with an unknown
 * outcome is made again.
 */
export class Changes {
  readonly #client: WebClient;

  constructor(client: WebClient) {
    this.#client = client;
  }

  /** Puts new text and buttons in the place of the old; sent, too, when the message is gone. */
  async replace(placement: PostedAt | null, draw: (most?: number) => Rendered, say: Say): Promise<SendOutcome> {
    if (!placement) return DONE;
    const put = (rendered: Rendered): Promise<SendOutcome> =>
      this.#call('chat.update', { ...placement, ...rendered, ...LITERAL }, ['message_not_found']);
    const outcome = await put(draw());
    if (!isTooLong(outcome)) return outcome;
    const short = await put(draw(SHORT_PACKET));
    return isTooLong(short) ? put(wordsAlone(draw(SHORT_PACKET), say)) : short;
  }

  /** Puts new text and buttons in the place of the old; refused where the message is gone. */
  async put(placement: PostedAt, rendered: Rendered): Promise<SendOutcome> {
    return this.#call('chat.update', { ...placement, ...rendered, ...LITERAL }, []);
  }

  /** Deletes a message; sent, too, when it is gone already. */
  async remove(placement: PostedAt | null): Promise<SendOutcome> {
    return placement ? this.#call('chat.delete', { ...placement }, ['message_not_found']) : DONE;
  }

  /** Puts a sign beside a message; null where Slack allows none, and words are needed instead. */
  async mark({ channel, ts }: PostedAt, as: Delivery): Promise<SendOutcome | null> {
    const sign = { channel, timestamp: ts, name: SIGNS[as] };
    const outcome = await this.#call('reactions.add', sign, ['already_reacted', 'message_not_found']);
    return outcome.kind === 'refused' ? null : outcome;
  }

  /** Makes one call. The errors in `done` mean "it is so already", and count as done. */
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

/** Tells whether Slack refused a message because it is too long. */
export function isTooLong(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && TOO_LONG.includes(outcome.why);
}
