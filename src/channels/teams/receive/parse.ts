/** Reads Teams' message activities. */
import type { Image } from '../../../core/job.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { type MessagePart, partOf } from '../../../core/message-part.ts';
import { conversationOf, isShared, personOf, type TeamsAddress, writeAddress } from '../workspace/places.ts';
import type { Activity } from './activity.ts';
import { readHtml } from './html.ts';
import { distinct, imageAt, isHosted, readAttachment, readEntity } from './parts.ts';

/** An address in somebody's words. */
const AN_ADDRESS = /https?:\/\//i;
/** The largest number of pictures of one message that are read. */
const MOST_IMAGES = 5;

/** The content of a message: its text without the bot's name, the pictures that came with it, and all other parts. */
export interface TeamsWords {
  readonly text: string;
  readonly images: readonly Image[];
  readonly parts: readonly MessagePart[];
}

/** Makes a message out of an activity; the caller gives its kind and conversation in `given`. */
export function incomingFrom(activity: Activity, address: TeamsAddress, given: Partial<Incoming>): Incoming {
  const shared = isShared(address);
  const rest = { person: personOf(address), address: writeAddress(address), shared } as const;
  return {
    ...PLAIN,
    id: activity.id ?? `at:${activity.timestamp ?? ''}`,
    conversation: conversationOf(address),
    channel: 'teams',
    audience: 'person',
    kind: 'said',
    text: '',
    ...rest,
    ...given,
  };
}

/** Tells whether a message mentions the bot: in channels and group chats that addresses it to the bot. */
export function mentionsUs(activity: Activity): boolean {
  const { entities, recipient } = activity;
  return isTargeted(activity) || entities.some((e) => e.type === 'mention' && e.mentioned?.id === recipient.id);
}

/** Tells whether nobody but the bot sees a message: a person wrote it behind the bot's slash command. */
export function isTargeted({ recipient }: Activity): boolean {
  return recipient.isTargeted === true;
}

/**
 * Reads all parts of a message. A message of Teams' editor is read from its HTML, because the plain text beside it has
 * lost its lines. `as` an agent's, a line that the editor made a quotation of begins with `>`, and messages of others
 * that it quotes or forwards are left out: an agent's note must not reach the person as part of another's answer.
 */
export function wordsOf(activity: Activity, as: 'person' | 'agent' = 'person'): TeamsWords {
  const { attachments, entities, recipient } = activity;
  const html = attachments.find((a) => a.contentType === 'text/html' && typeof a.content === 'string');
  const ours = ourNames(activity);
  // The event of an edit may lack the mentions, but has the bot's name.
  if (as === 'agent' && recipient.name) ours.add(recipient.name);
  const isOurs = (name: string): boolean => ours.has(name.trim());
  const beside = [...attachments.map(readAttachment), ...entities.map((e) => readEntity(e, recipient.id))];
  const written = html && readHtml(html.content as string, isOurs, as === 'agent');
  const quotes = distinct([...(written?.quotes ?? []), ...beside.flatMap((read) => read.quotes)]);
  // Quotes of the bot are known already; quotes of others are what the message is about.
  const own = written ? written.text : plainText(activity, isOurs);
  // The card below a link is its preview, which may be about anything.
  const isPreviewed = AN_ADDRESS.test(own);
  const told =
    as === 'agent'
      ? []
      : quotes.filter((q) => (q.by === null || !isUs(q.by, activity)) && !(q.kind === 'card' && isPreviewed));
  const text = [own, ...told.map((q) => q.text)].filter((t) => t !== '').join('\n\n');
  const attached = beside.flatMap((read) => read.images);
  const { shown, hidden } = inlined(written?.images ?? [], attached);
  const images = [...attached, ...shown];
  const more = images.slice(MOST_IMAGES).map(({ name, link }) => partOf('picture', name, link));
  const parts = [...(written?.parts ?? []), ...beside.flatMap((read) => read.parts), ...hidden, ...more];
  const silent = text === '' && parts.length + images.length === 0 && quotes.length === told.length;
  const plain = silent ? plainText(activity, isOurs) : text;
  // The button of another app's card sends text along that is no word of the person's.
  if (plain === '' && silent && activity.value !== undefined && activity.value !== null) parts.push(partOf('other'));
  return {
    text: plain,
    images: images.slice(0, MOST_IMAGES),
    parts: parts.map((part) => asSent(part, as, isPreviewed)),
  };
}

/** A part as it went along: the words of forwards and cards that were left out were not read. */
function asSent(part: MessagePart, as: 'person' | 'agent', isPreviewed: boolean): MessagePart {
  if (as === 'agent' && part.kind === 'forward') return partOf('forward');
  const isLeft = part.kind === 'card' && (as === 'agent' || isPreviewed);
  return isLeft ? partOf('card', part.name, part.link) : part;
}

/** Sorts the pictures in a message's HTML. Where they are attached too, the HTML has nothing new. */
function inlined(urls: readonly string[], attached: readonly Image[]): { shown: Image[]; hidden: MessagePart[] } {
  if (attached.length > 0) return { shown: [], hidden: [] };
  return {
    shown: urls.filter(isHosted).map((url) => imageAt({ from: 'graph', url }, null)),
    hidden: urls.filter((url) => !isHosted(url)).map((url) => partOf('picture', null, url)),
  };
}

function plainText({ text, textFormat }: Activity, isOurs: (name: string) => boolean): string {
  const own = (text ?? '').replace(/<quoted\b[^>]{0,200}>(\s*<\/quoted>)?/gi, '');
  const bare = own.replace(/<at[^>]{0,100}>([^<]{0,300})<\/at>/g, (_, name: string) => (isOurs(name) ? '' : name));
  return (textFormat === 'xml' ? unescapeXml(bare) : bare).replace(/[\u00a0\u200b]/g, ' ').trim();
}

function unescapeXml(text: string): string {
  return text
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/** Lists the names under which a message mentions the bot; a name of several words may come as several mentions. */
function ourNames({ entities, recipient }: Activity): Set<string> {
  const ours = entities.filter((e) => e.type === 'mention' && e.mentioned?.id === recipient.id);
  return new Set(
    ours
      .flatMap((e) => [e.text?.replace(/<\/?at[^>]*>/g, '').trim(), e.mentioned?.name?.trim()])
      .filter((n) => n) as string[],
  );
}

function isUs(mri: string, { recipient }: Activity): boolean {
  return mri === recipient.id;
}
