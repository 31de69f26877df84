/** Links from a ticket's head to its person and to where they wrote, for agents who read in Slack. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Say } from '../../../core/phrases.ts';
import type { Reply } from '../../../core/reply.ts';
import type { Rich, TextSpan } from '../../../core/text.ts';
import { isDirect, isUser, placeOf, userOf } from '../workspace/places.ts';
import { Recent } from '../workspace/recent.ts';
import type { Self } from '../workspace/self.ts';

const Info = z.object({
  channel: z.object({
    is_private: z.boolean().nullish(),
    is_im: z.boolean().nullish(),
    is_mpim: z.boolean().nullish(),
  }),
});

const MOST_PLACES = 1000;
/** A channel may become private: what is known of it is asked again after this many milliseconds. */
const KNOWN_MS = 10 * 60_000;
/** The longest a head waits for what is known of a channel, in milliseconds; then it has no link. */
const PATIENCE_MS = 1500;

/**
 * Makes the links: to the person's profile, which calls nobody, and to the thread they wrote in, where everybody at the
 * desk can open it: in the desk's own channel, or in a public one.
 */
export class AboutLinks {
  readonly #client: WebClient;
  readonly #self: Pick<Self, 'known'>;
  readonly #say: Say;
  readonly #open = new Recent<boolean>(MOST_PLACES, KNOWN_MS);

  constructor(client: WebClient, self: Pick<Self, 'known'>, say: Say) {
    this.#client = client;
    this.#self = self;
    this.#say = say;
  }

  /** Puts the links above a head's text; a reply about nobody is left as it is. Never rejects. */
  async with(reply: Reply, desk: string): Promise<Reply> {
    const us = this.#self.known;
    if (!reply.about || us === null) return reply;
    const { person, conversation } = reply.about;
    const user = person && userOf(person);
    const spans: TextSpan[] = [];
    if (user) {
      const name = person.name ?? this.#say('slack-colleague');
      spans.push({ text: `@${name}`, style: 'link', href: new URL(`team/${user}`, us.url).href });
    }
    const { team, place, thread } = placeOf(conversation);
    if (conversation.startsWith('slack:') && team === us.team && thread && (await this.#opens(place, desk))) {
      const href = new URL(`archives/${place}/p${thread.replace('.', '')}`, us.url).href;
      spans.push(...(spans.length > 0 ? [{ text: ' · ' }] : []), {
        text: this.#say('slack-their-thread'),
        style: 'link',
        href,
      });
    }
    const above: Rich = spans.length === 0 ? [] : [{ kind: 'text', spans }];
    return { ...reply, body: [...above, ...reply.body] };
  }

  /** Tells whether everybody at a desk can open a channel; not where Slack does not say so in time. */
  async #opens(place: string, desk: string): Promise<boolean> {
    if (place === desk) return true;
    if (isUser(place) || isDirect(place)) return false;
    const known = this.#open.get(place);
    if (known !== undefined) return known;
    try {
      const asked = this.#client.apiCall('conversations.info', { channel: place });
      const late = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE_MS).unref());
      const { is_private, is_im, is_mpim } = Info.parse(await Promise.race([asked, late])).channel;
      const isOpen = is_private === false && !is_im && !is_mpim;
      this.#open.set(place, isOpen);
      return isOpen;
    } catch {
      return false;
    }
  }
}
