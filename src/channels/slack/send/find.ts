/** Finds posts with an unknown outcome in Slack's history. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Reconciled } from '../../../core/channel.ts';
import { failureOf } from '../workspace/api.ts';
import { isUser, refOf } from '../workspace/places.ts';

/** The type of the metadata by which a post is found again. */
const METADATA = 'firstline_reply';

/**
 * The time a message may take to show up in the history, in milliseconds: looked for earlier, it could seem absent and
 * be posted twice.
 */
const SETTLE_MS = 5000;
/** The longest a pause that Slack asks for is waited here, in milliseconds. */
const LONGEST_WAIT_MS = 20_000;
const A_PAGE = 200;
const MOST_PAGES = 10;
/** The age up to which a post is looked for, in seconds: a reply is older only after an outage of days. */
const LOOK_BACK_S = 7 * 24 * 60 * 60;

const Opened = z.object({ channel: z.object({ id: z.string() }) });
const Metadata = z.object({ event_payload: z.object({ id: z.string().nullish() }).nullish() });
const Page = z.object({ messages: z.array(z.object({ ts: z.string(), metadata: Metadata.nullish().catch(null) })) });

/** Makes the metadata by which a post is found again. Everybody can read it, so it holds a mark that says nothing. */
export function metadataOf(id: string): object {
  return { event_type: METADATA, event_payload: { id } };
}

/** Finds a place's channel id; for a person, Slack opens the DM first. Rejects with the SDK's errors. */
export async function channelOf(client: WebClient, place: string): Promise<string> {
  if (!isUser(place)) return place;
  return Opened.parse(await client.apiCall('conversations.open', { users: place })).channel.id;
}

/** Looks for posts by their marks. */
export class Finder {
  readonly #client: WebClient;
  readonly #appearMs: number;

  constructor(client: WebClient, appearMs = SETTLE_MS) {
    this.#client = client;
    this.#appearMs = appearMs;
  }

  /**
   * Looks for a post where it should stand: in the channel's history, or in its thread. Rejects when Slack can't be
   * asked now, and the journal then asks again.
   */
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
      // The journal asks again, but knows nothing of Slack's pause: so it is waited here.
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
