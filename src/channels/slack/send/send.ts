/** Posts replies to Slack. */
import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Reconciled, SendOutcome } from '../../../core/channel.ts';
import { isDesks } from '../../../core/desk.ts';
import type { Say } from '../../../core/phrases.ts';
import { type Reply, wholeOf } from '../../../core/reply.ts';
import type { OutboxRow } from '../../../core/store.ts';
import { plain } from '../../../core/text.ts';
import { type ApiFailure, failureOf } from '../workspace/api.ts';
import {
  isDirect,
  isUser,
  placeOf,
  readAddress,
  readRef,
  refOf,
  type SlackAddress,
  userOf,
} from '../workspace/places.ts';
import { Changes, isTooLong, LITERAL, type PostedAt, SHORT_PACKET } from './change.ts';
import { channelOf, Finder, metadataOf } from './find.ts';
import type { SlackRates } from './rates.ts';
import { type Rendered, remark, render, renderAtDesk, wordsAlone } from './render.ts';
import type { TokenTrouble } from './token-trouble.ts';
import { type Put, SlackUploads, type UploadsParts } from './uploads.ts';

/** The time until a reply asks again for what is not uploaded or not known yet, in milliseconds. */
const AGAIN_MS = 1000;

/** A posted message, kept so that its looks can be changed later. */
export interface Posted {
  readonly conversation: string;
  readonly channel: string;
  /** The thread it stands in; null for none. */
  readonly thread: string | null;
  readonly ts: string;
  readonly rendered: Rendered;
}

/** The parts the poster is made of. */
export interface PosterParts extends Omit<UploadsParts, 'client'> {
  readonly client: WebClient;
  readonly rates: SlackRates;
  readonly say: Say;
  readonly token: TokenTrouble;
  readonly posted: (what: Posted) => void;
  /** Is told that a message went to one person alone, and nothing that all see. */
  readonly whispered: (channel: string, thread: string | null) => void;
  /** Finds the ref of the post that first answered a message of a conversation; null for none. */
  readonly refOfAnswer: (conversation: string, message: string) => Promise<string | null>;
  /** Adds links to what a ticket's head is about; does nothing to other replies. */
  readonly linked: (reply: Reply, channel: string) => Promise<Reply>;
  readonly appearMs?: number;
}

/** Posts replies, each attempt one delivery, and finds out what became of an attempt with an unknown outcome. */
export class Poster {
  readonly #parts: PosterParts;
  readonly #changes: Changes;
  readonly #uploads: SlackUploads;
  readonly #finder: Finder;

  constructor(parts: PosterParts) {
    this.#parts = parts;
    this.#changes = new Changes(parts.client);
    this.#uploads = new SlackUploads(parts);
    this.#finder = new Finder(parts.client, parts.appearMs);
  }

  /** Delivers a reply; while Slack refuses the token, it waits. `placement` is the ref of the message it changes or stands under. */
  async send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    return this.#parts.token.judge(await this.#deliver(conversation, reply, row, placement));
  }

  async #deliver(conversation: string, said: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    const address = readAddress(row.address);
    if (!address) return { kind: 'refused', why: 'no address' };
    const reply = await this.#parts.linked(said, address.channel);
    switch (reply.placement?.kind) {
      case 'gone':
        return this.#changes.remove(readRef(placement));
      case 'instead':
        return this.#changes.replace(
          readRef(placement),
          (most) => draw(conversation, reply, row, this.#parts.say, most),
          this.#parts.say,
        );
      case 'joined': {
        const joined = await this.#join(conversation, wholeOf(reply), row, readRef(placement));
        if (joined) return joined;
        break;
      }
      case 'marked':
        return this.#mark(reply, reply.placement, row, address);
    }
    const ms = this.#parts.rates.wait(address.channel, keyOf(row));
    if (ms > 0) return { kind: 'later', afterMs: ms };
    const under = reply.placement?.kind === 'under' ? placement : null;
    const place = { ...address, thread: threadOf(address, under) };
    if (reply.images.length > 0) return this.#show(conversation, reply, row, place);
    return this.#post(conversation, reply, row, place);
  }

  /**
   * Looks for a reply in Slack's history, by its metadata. A change of a message is not looked for: made twice, it has
   * the effect of once.
   */
  async find(row: OutboxRow): Promise<Reconciled> {
    const address = readAddress(row.address);
    const { placement, images } = row.reply;
    if (placement?.kind === 'gone' || placement?.kind === 'instead') return { kind: 'absent' };
    // An ephemeral message is in no history.
    if (!address || onlyFor(row.reply, address)) return { kind: 'unknowable' };
    const under =
      placement?.kind === 'under' ? await this.#parts.refOfAnswer(row.conversation, placement.message) : null;
    const found = await this.#finder.look(keyOf(row), address.channel, threadOf(address, under));
    // Files carry no mark: only a message that took their place is found again.
    return images.length > 0 && found.kind === 'absent' ? { kind: 'unknowable' } : found;
  }

  async #post(conversation: string, reply: Reply, row: OutboxRow, place: SlackAddress): Promise<SendOutcome> {
    const only = onlyFor(reply, place);
    const shown = only ? reply : { ...reply, discreet: false };
    const attempt = async (rendered: Rendered): Promise<SendOutcome> => {
      const { client, posted } = this.#parts;
      const message = messageOf(rendered, place, reply);
      if (only) {
        await client.apiCall('chat.postEphemeral', { ...message, user: only });
        this.#parts.whispered(place.channel, place.thread);
        return { kind: 'sent', ref: null };
      }
      const metadata = metadataOf(keyOf(row));
      // Any answer means that the message was posted, also one without its place.
      const told = Told.safeParse(await client.apiCall('chat.postMessage', { ...message, metadata }));
      if (told.success && !isDesks(conversation))
        posted({ conversation, ...told.data, thread: place.thread, rendered });
      return { kind: 'sent', ref: told.success ? refOf(told.data.channel, told.data.ts) : null };
    };
    try {
      return await attempt(draw(conversation, shown, row, this.#parts.say));
    } catch (error) {
      return await this.#shorter(failureOf(error), conversation, shown, row, place, attempt);
    }
  }

  /** Posts what Slack found too long, or could not show, once more: a ticket with less of its summary, then words alone. */
  async #shorter(
    failure: ApiFailure,
    conversation: string,
    reply: Reply,
    row: OutboxRow,
    place: SlackAddress,
    attempt: (rendered: Rendered) => Promise<SendOutcome>,
  ): Promise<SendOutcome> {
    const { say } = this.#parts;
    const short = draw(conversation, reply, row, say, SHORT_PACKET);
    let last = failure;
    for (const rendered of isDesks(conversation) ? [short, wordsAlone(short, say)] : [wordsAlone(short, say)]) {
      if (!isTooLong(last)) break;
      try {
        return await attempt(rendered);
      } catch (error) {
        last = failureOf(error);
      }
    }
    return this.#failed(last, place);
  }

  /** Posts a reply with files. They are uploaded first, unseen; the one call that shows them is the delivery. */
  async #show(conversation: string, reply: Reply, row: OutboxRow, place: SlackAddress): Promise<SendOutcome> {
    const puts = await this.#uploads.of(conversation, reply.images);
    if (puts === null) return { kind: 'later', afterMs: AGAIN_MS };
    const files = puts.flatMap((p) => (p.kind === 'up' ? [{ id: p.id, title: p.name }] : []));
    const said = withNames(reply, puts, this.#parts.say);
    if (files.length === 0) return this.#post(conversation, said, row, place);
    try {
      const { blocks } = draw(conversation, said, row, this.#parts.say);
      const channel = await channelOf(this.#parts.client, place.channel);
      const thread = place.thread === null ? {} : { thread_ts: place.thread };
      // Before this call nobody saw anything.
      const answer = await this.#parts.client
        .apiCall('files.completeUploadExternal', { files, channel_id: channel, ...thread, blocks })
        .finally(() => this.#uploads.forget(conversation, reply.images));
      const ts = tsOf(answer, channel);
      return { kind: 'sent', ref: ts === null ? null : refOf(channel, ts) };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== 'refused') return this.#failed(failure, place);
      // The text is posted without its files; if the place itself is at fault, Slack refuses the text too.
      const named = puts.map((p) => (p.kind === 'up' ? { kind: 'not-shown' as const, name: p.name } : p));
      return this.#post(conversation, withNames(reply, named, this.#parts.say), row, place);
    }
  }

  /** Shows a reply together with the message that it joins; null where that message can't be changed. */
  async #join(conversation: string, whole: Reply, row: OutboxRow, at: PostedAt | null): Promise<SendOutcome | null> {
    if (at === null) return null;
    const rendered = draw(conversation, whole, row, this.#parts.say);
    const outcome = await this.#changes.put(at, rendered);
    if (outcome.kind === 'refused') return null;
    if (outcome.kind === 'sent')
      this.#parts.posted({ conversation, ...at, thread: placeOf(conversation).thread, rendered });
    return outcome;
  }

  /** Puts a sign beside what an agent wrote; for a text written into a form, beside the bot's own post of it. */
  async #mark(
    reply: Reply,
    { message, as }: Extract<Reply['placement'], { kind: 'marked' }>,
    row: OutboxRow,
    address: SlackAddress,
  ): Promise<SendOutcome> {
    const { channel, ts } = address;
    let own = ts === undefined ? null : { channel, ts };
    try {
      own ??= readRef(await this.#parts.refOfAnswer(row.conversation, message));
    } catch {
      // The store fails, and nothing went out.
      return { kind: 'later', afterMs: AGAIN_MS };
    }
    const marked = own && (await this.#changes.mark(own, as));
    if (marked) return marked;
    const ms = this.#parts.rates.wait(channel, keyOf(row));
    if (ms > 0) return { kind: 'later', afterMs: ms };
    return this.#say(remark(plain(reply.body)), row, { ...address, thread: address.thread ?? own?.ts ?? null });
  }

  async #say(rendered: Rendered, row: OutboxRow, place: SlackAddress): Promise<SendOutcome> {
    const metadata = metadataOf(keyOf(row));
    try {
      await this.#parts.client.apiCall('chat.postMessage', { ...messageOf(rendered, place, null), metadata });
      return { kind: 'sent', ref: null };
    } catch (error) {
      return this.#failed(failureOf(error), place);
    }
  }

  #failed(failure: ApiFailure, { channel }: SlackAddress): ApiFailure {
    if (failure.kind === 'later') this.#parts.rates.block(channel, failure.afterMs);
    return failure;
  }
}

const Told = z.object({ channel: z.string(), ts: z.string() });
const Shares = z.record(z.string(), z.record(z.string(), z.array(z.object({ ts: z.string() }))));
const Shown = z.object({ files: z.array(z.object({ shares: Shares.nullish().catch(null) })) });

/** Draws a reply for a person, or for agents at a desk. */
function draw(conversation: string, reply: Reply, row: OutboxRow, say: Say, most?: number): Rendered {
  if (isDesks(conversation)) return renderAtDesk(reply, conversation, keyOf(row).slice(0, 12), say, most);
  return render(reply, placeOf(conversation).thread, say);
}

function messageOf(
  rendered: Rendered,
  { channel, thread }: SlackAddress,
  reply: Reply | null,
): Record<string, unknown> {
  const loud = thread !== null && reply?.placement?.kind === 'under' && reply.placement.loud;
  return {
    channel,
    ...(thread === null ? {} : { thread_ts: thread }),
    ...(loud ? { reply_broadcast: true } : {}),
    text: rendered.text,
    ...(rendered.blocks.length === 0 ? {} : { blocks: rendered.blocks }),
    ...LITERAL,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Finds the thread a reply goes into: below its ticket's head, or where the person wrote. */
function threadOf(address: SlackAddress, placement: string | null): string | null {
  const head = readRef(placement);
  return head && head.channel === address.channel ? head.ts : address.thread;
}

/** Names the user who alone shall see a reply, in a place where others are and it concerns nobody else; else null. */
function onlyFor(reply: Reply, address: SlackAddress): string | null {
  if (!reply.discreet || address.openly || isDirect(address.channel) || isUser(address.channel)) return null;
  return reply.to && userOf(reply.to);
}

/** Names the files that can't be shown, below the text. */
function withNames(reply: Reply, puts: readonly Put[], say: Say): Reply {
  const names = (kind: string): string =>
    puts
      .filter((p) => p.kind === kind)
      .map((p) => p.name)
      .join(', ');
  const lines = [
    ...(names('not-kept') === '' ? [] : [say('slack-not-kept', { names: names('not-kept') })]),
    ...(names('not-shown') === '' ? [] : [say('slack-not-shown', { names: names('not-shown') })]),
  ];
  return { ...reply, body: [...reply.body, ...lines.map((text) => ({ kind: 'text' as const, spans: [{ text }] }))] };
}

/** Finds the time at which a file was shown in a channel; null where Slack does not say at once. */
function tsOf(answer: unknown, channel: string): string | null {
  const shown = Shown.safeParse(answer);
  const shares = shown.success ? (shown.data.files[0]?.shares ?? {}) : {};
  return Object.values(shares).flatMap((byChannel) => byChannel[channel] ?? [])[0]?.ts ?? null;
}

/** Names a reply: the same in every attempt and every process, and it tells nothing to others who read it. */
export function keyOf({ conversation, turn, part, address, reply }: OutboxRow): string {
  const read = readAddress(address);
  // A desk's address has no mark, so the text stands in: in another database the same place in the queue has another
  // text.
  const mark = read?.desk ? plain(reply.body) : (read?.mark ?? '');
  return createHash('sha256').update(`${mark}|${conversation}|${turn}|${part}`).digest('hex').slice(0, 32);
}
