import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Found, SendOutcome } from '../../core/channel.ts';
import type { Reply } from '../../core/reply.ts';
import type { OutboxRow } from '../../core/store.ts';
import { failureOf } from './api.ts';
import type { Lanes } from './lanes.ts';
import { type Address, isDirect, isUser, placeOf, readAddress, userOf } from './places.ts';
import { type Rendered, render } from './render.ts';

/** The type of the metadata by which a post is found again. */
export const METADATA = 'firstline_reply';

/** So long a message may take to show up in the history: looked for earlier, it could seem absent and be posted twice. */
const SETTLE_MS = 5000;
const LONGEST_WAIT_MS = 20_000;
const A_PAGE = 200;
const MOST_PAGES = 10;
/** Nothing is looked for further back: a reply is older only after an outage of days. */
const LOOK_BACK_S = 7 * 24 * 60 * 60;

/** Where and how something was posted, for who wants to change its looks later. */
export interface Posted {
  readonly conversation: string;
  readonly channel: string;
  readonly ts: string;
  readonly rendered: Rendered;
}

export interface PosterParts {
  readonly client: WebClient;
  readonly lanes: Lanes;
  readonly posted: (what: Posted) => void;
  readonly settleMs?: number;
}

/** Posts replies, each attempt one request, and finds out about those nobody can be sure of. */
export class Poster {
  readonly #parts: PosterParts;
  readonly #settleMs: number;

  constructor(parts: PosterParts) {
    this.#parts = parts;
    this.#settleMs = parts.settleMs ?? SETTLE_MS;
  }

  async send(conversation: string, reply: Reply, row: OutboxRow): Promise<SendOutcome> {
    const address = readAddress(row.address);
    if (!address) return { kind: 'refused', why: 'no address' };
    const { client, lanes, posted } = this.#parts;
    const ms = lanes.wait(address.channel, keyOf(row));
    if (ms > 0) return { kind: 'later', afterMs: ms };
    const only = onlyFor(reply, address);
    const rendered = render(only ? reply : { ...reply, discreet: false }, placeOf(conversation).thread);
    const message = {
      channel: address.channel,
      ...(address.thread === null ? {} : { thread_ts: address.thread }),
      ...rendered,
      link_names: false,
      parse: 'none',
      unfurl_links: false,
      unfurl_media: false,
    };
    try {
      if (only) await client.apiCall('chat.postEphemeral', { ...message, user: only });
      else {
        const metadata = { event_type: METADATA, event_payload: { id: keyOf(row) } };
        const answer = await client.apiCall('chat.postMessage', { ...message, metadata });
        // Whatever else the answer says, it says that it was posted.
        const told = Told.safeParse(answer);
        if (told.success) posted({ conversation, ...told.data, rendered });
        return { kind: 'sent', ref: told.success ? refOf(told.data.channel, told.data.ts) : null };
      }
      return { kind: 'sent', ref: null };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'later') lanes.block(address.channel, failure.afterMs);
      return failure;
    }
  }

  /** Looks for a reply's metadata where it should stand. */
  async find(row: OutboxRow): Promise<Found> {
    const address = readAddress(row.address);
    // An ephemeral message is in no history.
    if (!address || onlyFor(row.reply, address)) return { kind: 'unknowable' };
    await wait(this.#settleMs);
    const id = keyOf(row);
    try {
      const channel = isUser(address.channel) ? await this.#direct(address.channel) : address.channel;
      for (let page = 0, cursor = ''; page < MOST_PAGES; page++) {
        const found = await this.#page(channel, address.thread, cursor);
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

  async #direct(user: string): Promise<string> {
    return Opened.parse(await this.#parts.client.apiCall('conversations.open', { users: user })).channel.id;
  }

  async #page(
    channel: string,
    thread: string | null,
    cursor: string,
  ): Promise<{ posts: { id: string; ts: string }[]; cursor: string }> {
    const oldest = (Date.now() / 1000 - LOOK_BACK_S).toFixed(6);
    const page = { channel, limit: A_PAGE, oldest, include_all_metadata: true, ...(cursor === '' ? {} : { cursor }) };
    const { client } = this.#parts;
    const answer =
      thread === null
        ? await client.apiCall('conversations.history', page)
        : await client.apiCall('conversations.replies', { ...page, ts: thread });
    const posts = Page.parse(answer).messages.flatMap(({ ts, metadata }) => {
      const id = metadata?.event_payload?.id;
      return id ? [{ id, ts }] : [];
    });
    return { posts, cursor: answer.response_metadata?.next_cursor ?? '' };
  }
}

const Told = z.object({ channel: z.string(), ts: z.string() });
const Opened = z.object({ channel: z.object({ id: z.string() }) });
const Metadata = z.object({ event_payload: z.object({ id: z.string().nullish() }).nullish() });
const Page = z.object({ messages: z.array(z.object({ ts: z.string(), metadata: Metadata.nullish().catch(null) })) });

/** The one who shall see it, where others are about and it concerns nobody else. */
function onlyFor(reply: Reply, address: Address): string | null {
  if (!reply.discreet || address.openly || isDirect(address.channel) || isUser(address.channel)) return null;
  return reply.to && userOf(reply.to);
}

/** What a post is called in the store: where it stands, and since when. */
export function refOf(channel: string, ts: string): string {
  return `${channel}|${ts}`;
}

/** The same for every attempt at the same reply, in every process; it says nothing to anybody else who reads it. */
export function keyOf({ conversation, turn, part, address }: OutboxRow): string {
  const mark = readAddress(address)?.mark ?? '';
  return createHash('sha256').update(`${mark}|${conversation}|${turn}|${part}`).digest('hex').slice(0, 32);
}
