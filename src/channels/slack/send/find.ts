import { setTimeout as wait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Reconciled } from '../../../core/channel.ts';
import { failureOf } from '../workspace/api.ts';
import { isUser, refOf } from '../workspace/places.ts';

/** The type of the metadata by which a post is found again. */
const METADATA = 'firstline_reply';

/** So long a message may take to show up in the history: looked for earlier, it could seem absent and be posted twice. */
const SETTLE_MS = 5000;
const LONGEST_WAIT_MS = 20_000;
const A_PAGE = 200;
const MOST_PAGES = 10;
/** Nothing is looked for further back: a reply is older only after an outage of days. */
const LOOK_BACK_S = 7 * 24 * 60 * 60;

const Opened = z.object({ channel: z.object({ id: z.string() }) });
const Metadata = z.object({ event_payload: z.object({ id: z.string().nullish() }).nullish() });
const Page = z.object({ messages: z.array(z.object({ ts: z.string(), metadata: Metadata.nullish().catch(null) })) });

/** The mark of a post. Anybody may read it, so it says nothing. */
export function metadataOf(id: string): object {
  return { event_type: METADATA, event_payload: { id } };
}

/** A channel's own id; a person's DM is opened first. */
export async function channelOf(client: WebClient, place: string): Promise<string> {
  if (!isUser(place)) return place;
  return Opened.parse(await client.apiCall('conversations.open', { users: place })).channel.id;
}

/** BestEffort for posts by their marks, where they should stand. */
export class Finder {
  readonly #client: WebClient;
  readonly #appearMs: number;

  constructor(client: WebClient, appearMs = SETTLE_MS) {
    this.#client = client;
    this.#appearMs = appearMs;
  }

  async look(id: string, place: string, thread: string | null): Promise<Reconciled> {
    await wait(this.#appearMs);
    try {
      const channel = await channelOf(this.#client, place);
      for (let page = 0, cursor = ''; page < MOST_PAGES; page++) {
        const found = await this.#page(channel, thread, cursor);
        const hit = found.posts.find((p) => p.id === id);
        if (hit) return { kind: 'arrived', ref: refOf(channel, hit.ts) };
        cursor = found.cursor;
        if (cursor === '') return { kind: 'absent' };
      }
      return { kind: 'unknowable' };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'refused') return { kind: 'unknowable' };
      // The journal asks again; Slack's own pause is kept here, because it knows nothing of it.
      if (failure.kind === 'later') await wait(Math.min(failure.afterMs, LONGEST_WAIT_MS));
      throw error;
    }
  }

  async #page(
    channel: string,
    thread: string | null,
    cursor: string,
  ): Promise<{ posts: { id: string; ts: string }[]; cursor: string }> {
    const oldest = (Date.now() / 1000 - LOOK_BACK_S).toFixed(6);
    const page = { channel, limit: A_PAGE, oldest, include_all_metadata: true, ...(cursor === '' ? {} : { cursor }) };
    const answer =
      thread === null
        ? await this.#client.apiCall('conversations.history', page)
        : await this.#client.apiCall('conversations.replies', { ...page, ts: thread });
    const posts = Page.parse(answer).messages.flatMap(({ ts, metadata }) => {
      const id = metadata?.event_payload?.id;
      return id ? [{ id, ts }] : [];
    });
    return { posts, cursor: answer.response_metadata?.next_cursor ?? '' };
  }
}
