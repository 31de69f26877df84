/** Sends replies to Teams. */
import type { SendOutcome } from '../../../core/channel.ts';
import { isDesks } from '../../../core/desk.ts';
import type { Log } from '../../../core/log.ts';
import type { Say } from '../../../core/phrases.ts';
import { type Reply, wholeOf } from '../../../core/reply.ts';
import type { OutboxRow } from '../../../core/store.ts';
import { ticks } from '../../../core/ticks.ts';
import type { TeamsMembers } from '../desk/members.ts';
import type { TeamsDeskPlaces } from '../desk/places.ts';
import { ANYBODY, type ButtonTokens } from '../receive/tokens.ts';
import { calledBy, isShared, personOf, readAddress, type TeamsAddress, threadOf } from '../workspace/places.ts';
import type { Connector, Outgoing } from './connector.ts';
import type { Ended } from './outcomes.ts';
import { type Inline, showPictures } from './pictures.ts';
import { REACTIONS, TeamsRates } from './rates.ts';
import { readerOf } from './readers.ts';
import { partsOf } from './refs.ts';
import { aloneOf, type Card, cardOf, markCard, noteCard, wordsOf } from './render.ts';

/** The parts that replies are sent with. */
export interface SendingParts {
  readonly connector: Connector;
  readonly tokens: ButtonTokens;
  readonly rates: TeamsRates;
  readonly places: TeamsDeskPlaces;
  readonly members: TeamsMembers;
  /** Whether a sign that a line arrived is a reaction beside it. */
  readonly reactions?: boolean;
  /** Whether what concerns one reader is shown to them alone. */
  readonly targeted?: boolean;
  /** Reads a picture or file that the store keeps for a conversation; null once it is no longer kept. */
  readonly picture: (conversation: string, ref: string) => Promise<Uint8Array | null>;
  /** Whether agents may have to mention the bot, because it reads nothing else. */
  readonly hint: boolean;
  readonly say: Say;
  readonly now: () => number;
  readonly log: Log;
}

/** Nothing went out, and it may in a moment. */
const NOT_NOW: SendOutcome = { kind: 'later', afterMs: 1000 };
/** The statuses of a message that Teams refused for what it holds; it certainly did not go out. */
const CONTENT_REFUSED: readonly (number | undefined)[] = [400, 413];
const TOO_LARGE = 413;
const GONE = 404;
const NOT_IMPLEMENTED = 501;
/** Teams' name of the reaction beside a line that arrived: a white tick in a green box. */
const ARRIVED = '2705_whiteheavycheckmark';
const LONGEST_SUMMARY = 200;
/** The number of messages that are remembered as refused in one form, each with the form to send next. */
const MOST_REFUSED = 1000;

/** Sends replies: decides where a reply goes, whether it is new or changes a message, and how it looks. */
export class Sending {
  readonly #parts: SendingParts;
  readonly #reacting = new TeamsRates(ticks, REACTIONS);
  /** The messages that Teams refused: `bare` go without their pictures, `alone` as words alone. */
  readonly #forms = new Map<string, 'bare' | 'alone'>();

  constructor(parts: SendingParts) {
    this.#parts = parts;
  }

  /**
   * Delivers a reply: one attempt is one request. A reply at a thread's limit waits for its place. `placement` is the
   * ref of the message it changes or stands under.
   */
  async send(conversation: string, reply: Reply, row: OutboxRow, placement: string | null): Promise<SendOutcome> {
    const desk = await this.#looked(this.#parts.places.read(row.address, conversation));
    if (!desk) return NOT_NOW;
    const address = desk.is ?? readAddress(row.address);
    if (!address) return { kind: 'refused', why: 'no address' };
    switch (reply.placement?.kind) {
      case 'instead':
      case 'gone':
        return placement === null ? { kind: 'sent', ref: null } : this.#amend(reply, row, address, placement);
      case 'joined': {
        const joined = placement === null ? null : await this.#join(reply, row, address, placement);
        if (joined) return joined;
        break;
      }
      case 'marked': {
        const marked = this.#parts.reactions ? await this.#mark(reply.placement, row, address) : null;
        if (marked) return marked;
        break;
      }
      case 'under':
        if (!desk.is || placement === null) break;
        return this.#post(reply, row, { ...address, place: partsOf(placement).place });
    }
    return this.#post(reply, row, address);
  }

  /** Changes or deletes a message. Teams counts messages sent to a thread, not changes. */
  async #amend(reply: Reply, row: OutboxRow, at: TeamsAddress, placement: string): Promise<SendOutcome> {
    const { connector, say } = this.#parts;
    const { place, id } = partsOf(placement);
    const address = { ...at, place };
    if (reply.placement?.kind === 'instead') {
      const { outcome, status } = await connector.change(address, id, this.#message(reply, row, address), row.attempt);
      return this.#judged(outcome, status, row, false);
    }
    const gone = await connector.remove(address, id, row.attempt);
    if (gone) return gone;
    const note = messageWith(noteCard(say('teams-taken-back')));
    return (await connector.change(address, id, note, row.attempt)).outcome;
  }

  /** Shows a reply together with the message that it joins; null where that message can't be changed. */
  async #join(reply: Reply, row: OutboxRow, at: TeamsAddress, placement: string): Promise<SendOutcome | null> {
    const { place, id } = partsOf(placement);
    const address = { ...at, place };
    const message = this.#message(wholeOf(reply), row, address);
    const { outcome, status } = await this.#parts.connector.change(address, id, message, row.attempt);
    return status === GONE || outcome.kind === 'refused' ? null : outcome;
  }

  /**
   * Puts a reaction beside an agent's line that reached the person; null where words are needed: for every other sign,
   * for words from a form, and where Teams takes no reaction.
   */
  async #mark(
    { message, as }: Extract<Reply['placement'], { kind: 'marked' }>,
    row: OutboxRow,
    address: TeamsAddress,
  ): Promise<SendOutcome | null> {
    const id = address.activity?.replace(/^restored:(\d+):.*$/, '$1') ?? '';
    if (as !== 'sent' || id === '' || message.startsWith('press:')) return null;
    const afterMs = this.#reacting.take('');
    if (afterMs > 0) return { kind: 'later', afterMs };
    const { outcome, status } = await this.#parts.connector.react(address, id, ARRIVED, row.attempt);
    this.#reacting.done('');
    // A sign in words beside a reaction that nobody saw does no harm; no sign at all does.
    return outcome.kind === 'sent' || (outcome.kind === 'later' && status !== NOT_IMPLEMENTED) ? outcome : null;
  }

  /**
   * Posts a message that one person alone sees. Where Teams doesn't take it so, it goes as all messages do, or, where the
   * person asked so that nobody sees it, into their private chat.
   */
  async #whisper(address: TeamsAddress, to: string, message: Outgoing, attempt: number): Promise<Ended> {
    const { connector, log } = this.#parts;
    const ended = await connector.whisper(address, to, message, attempt);
    if (ended.outcome.kind !== 'refused') return ended;
    log.warn({ why: ended.outcome.why }, 'Teams does not show a message to one person alone; it goes as others do');
    if (!address.alone) return connector.post(address, message, attempt);
    const place = await connector.openPrivate(address, to);
    return place === null ? ended : connector.post({ ...address, place, kind: 'personal' }, message, attempt);
  }

  async #post(reply: Reply, row: OutboxRow, address: TeamsAddress): Promise<SendOutcome> {
    const { rates, connector, members, targeted } = this.#parts;
    const thread = threadOf(address.place);
    const afterMs = rates.take(thread.channel);
    if (afterMs > 0) return { kind: 'later', afterMs };
    try {
      const pictures = await this.#looked(this.#pictures(reply, row));
      if (!pictures) return NOT_NOW;
      const { inline, rest } = pictures.is;
      const said = rest.length === 0 ? reply : { ...reply, body: [...reply.body, ...rest] };
      const message = this.#message(said, row, address, inline);
      const begins = address.kind === 'channel' && thread.root === '';
      const to = targeted || address.alone ? await readerOf(reply, address, members) : null;
      const { outcome, status } =
        to === null
          ? await connector[begins ? 'begin' : 'post'](address, message, row.attempt)
          : await this.#whisper(address, to, message, row.attempt);
      return this.#judged(outcome, status, row, inline.length > 0);
    } finally {
      rates.done(thread.channel);
    }
  }

  /** Waits for the store's answer; null where the store fails. Nothing went out yet, so the outcome is certain. */
  async #looked<T>(looking: Promise<T>): Promise<{ readonly is: T } | null> {
    try {
      return { is: await looking };
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'not sent yet: what belongs to it could not be read');
      return null;
    }
  }

  /**
   * Turns the refusal of a message for what it holds into another attempt: without its pictures, which are then named,
   * and at last as words alone, which nobody can find fault with.
   */
  #judged(outcome: SendOutcome, status: number | undefined, row: OutboxRow, pictured: boolean): SendOutcome {
    const before = this.#forms.get(nameOf(row));
    if (outcome.kind !== 'refused' || !CONTENT_REFUSED.includes(status) || before === 'alone') {
      if (outcome.kind !== 'later') this.#forms.delete(nameOf(row));
      return outcome;
    }
    if (this.#forms.size >= MOST_REFUSED) this.#forms.clear();
    this.#forms.set(nameOf(row), pictured && status === TOO_LARGE ? 'bare' : 'alone');
    this.#parts.log.warn({ why: outcome.why }, 'Teams refused a message for what it holds; it goes in a simpler form');
    return { kind: 'later', afterMs: 0 };
  }

  async #pictures(reply: Reply, row: OutboxRow): ReturnType<typeof showPictures> {
    const { picture, say } = this.#parts;
    const room = this.#forms.has(nameOf(row)) ? 0 : undefined;
    return showPictures(reply.images, (ref) => picture(row.conversation, ref), say, room);
  }

  #message(reply: Reply, row: OutboxRow, address: TeamsAddress, inline: readonly Inline[] = []): Outgoing {
    const { say } = this.#parts;
    if (this.#forms.get(nameOf(row)) === 'alone') return wordsMessage(aloneOf(reply, say));
    const card =
      reply.placement?.kind === 'marked' ? markCard(reply, reply.placement.as, say) : this.#card(reply, row, address);
    return messageWith(card, wordsOf(reply, say).replace(/\s+/g, ' '), inline);
  }

  #card(reply: Reply, { conversation, turn, part }: OutboxRow, address: TeamsAddress): Card {
    const { tokens, say, now, hint } = this.#parts;
    const desk = isDesks(conversation);
    const prefix = `teams:${address.tenant}:`;
    // Where others read along, an agent's message names the person it is for.
    const whom = reply.to ?? (!desk && isShared(address) && reply.speaker?.agent ? personOf(address) : null);
    // A person of another channel can neither be mentioned here nor press anything.
    const to = whom?.id.startsWith(prefix) ? whom : null;
    const names = { asked: reply.asked, turn, part, at: Math.floor(now() / 1000) };
    // At a desk, everybody who belongs to its channel may press, and only there.
    const token = desk
      ? tokens.write(threadOf(address.place).channel, { ...names, conversation, person: ANYBODY })
      : tokens.write(address.tenant, {
          ...names,
          conversation: conversation.slice(prefix.length),
          person: (to?.id ?? address.user.person).slice(prefix.length),
        });
    return cardOf({
      reply: { ...reply, to },
      // A person is called once in a case; an agent's line reaches them as any answer in their thread does.
      mention: reply.to && to && !reply.quiet && !address.alone ? calledBy(to, address) : null,
      token,
      shared: !desk && isShared(address),
      welcome: address.welcome ?? false,
      hint: desk && hint,
      say,
    });
  }
}

/**
 * Makes a message of a card alone, but for pictures: a text beside the card would make Teams split the message, and
 * keep its id to itself.
 */
export function messageWith(card: Card, summary: string = card.speak, inline: readonly Inline[] = []): Outgoing {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }, ...inline];
  return { type: 'message', attachments, summary: summary.slice(0, LONGEST_SUMMARY).toWellFormed() };
}

/** Makes a message of words alone, in which nothing is markup. */
function wordsMessage(text: string): Outgoing {
  return { type: 'message', text, textFormat: 'plain' };
}

function nameOf({ conversation, turn, part }: OutboxRow): string {
  return `${conversation}|${turn}|${part}`;
}
