/** Reads the parts of a message in Teams besides its text: each is used, or named with what became of it. */
import { z } from 'zod';
import { unreadableKind } from '../../../core/file-kind.ts';
import type { Image } from '../../../core/job.ts';
import { type MessagePart, type PartKind, partOf } from '../../../core/message-part.ts';
import type { Attachment, Entity } from './activity.ts';
import { readCard } from './cards.ts';
import { plainWords, type Quote, readHtml } from './html.ts';

/** The reference by which a picture is found again: one in a message, a file, or one that only Graph can show. */
export interface Reference {
  readonly from: 'message' | 'file' | 'graph';
  readonly url: string;
}

/** Everything that one part of a message holds. */
export interface ReadPart {
  readonly quotes: readonly Quote[];
  readonly images: readonly Image[];
  readonly parts: readonly MessagePart[];
}

const NOTHING: ReadPart = { quotes: [], images: [], parts: [] };
const FILE = 'application/vnd.microsoft.teams.file.download.info';
const CARD = /^application\/vnd\.microsoft\.(teams\.)?card\./;
/** Kinds of attachments that hold no words and no bytes that the bot may read. */
const KINDS: Readonly<Record<string, PartKind>> = {
  'application/vnd.microsoft.card.audio': 'voice',
  'application/vnd.microsoft.card.video': 'video',
  'application/vnd.microsoft.card.animation': 'gif',
  'application/vnd.microsoft.card.codesnippet': 'code',
  'application/vnd.microsoft.card.fluidEmbedCard': 'component',
};

const Sender = z.object({
  user: z.object({ id: z.string() }).nullish(),
  application: z.object({ id: z.string() }).nullish(),
});
const Forwarded = z.object({ originalMessageContent: z.string().nullish() });
const Quoted = z.object({ messagePreview: z.string().nullish(), messageSender: Sender.nullish().catch(null) });
const Titled = z.object({
  title: z.string().nullish().catch(null),
  name: z.string().nullish().catch(null),
  language: z.string().nullish().catch(null),
  componentUrl: z.string().nullish().catch(null),
});

/** Reads an attachment; the message's HTML is not one of them. */
export function readAttachment(attachment: Attachment): ReadPart {
  const { contentType, contentUrl, name } = attachment;
  const type = contentType?.split(';')[0]?.trim() ?? '';
  const content = contentOf(attachment);
  switch (type) {
    case 'text/html':
      return NOTHING;
    case 'text/plain':
    case 'text/markdown':
      return typeof content === 'string' ? quoted('quote', null, content) : NOTHING;
    case FILE:
      return fileOf(content, attachment);
    case 'reference':
      return only(partOf('file', name, contentUrl));
    case 'forwardedMessageReference':
      return forwardedIn(content);
    case 'messageReference':
      return quotedIn(content);
  }
  if (type.startsWith('image/')) return imageOf(type, attachment);
  if (/^(audio|video)\//.test(type)) return only(partOf(type.startsWith('a') ? 'voice' : 'video', name, contentUrl));
  const kind = KINDS[type] ?? (CARD.test(type) ? 'card' : null);
  if (kind !== null) return cardOf(kind, content, attachment);
  if (type === '' && !name && !contentUrl) return NOTHING;
  return only(partOf(contentUrl ? 'file' : 'other', name, contentUrl));
}

/** Reads a mark of a message: the mention of the bot, or a message it quotes. `us` is Teams' id of the bot. */
export function readEntity({ type, mentioned, quotedReply }: Entity, us: string): ReadPart {
  if (type === 'mention' && mentioned?.id === us) return only(partOf('mention', mentioned.name, null, true));
  if (type !== 'quotedReply' || !quotedReply) return NOTHING;
  const { senderId, preview, isReplyDeleted } = quotedReply;
  // A quote of a card, or of a message that was deleted, has no words.
  if (!preview || isReplyDeleted) return only(partOf('quote'));
  return quoted('quote', senderId ?? null, preview);
}

/** Makes a picture out of its reference; a file that can't be one is known by its name and type. */
export function imageAt(
  reference: Reference,
  name: string | null,
  type: string | null = null,
  link: string | null = null,
): Image {
  const kind = unreadableKind(name, type);
  const { link: address } = partOf('file', name, link);
  return {
    ref: JSON.stringify(reference),
    name: name?.slice(0, 200).toWellFormed() ?? null,
    ...(kind === null ? {} : { unreadable: kind }),
    ...(address === null ? {} : { link: address }),
  };
}

/** Tells whether a picture is one that Teams keeps and only Graph shows. */
export function isHosted(url: string): boolean {
  return /^https:\/\/((dod-)?graph\.microsoft\.(com|us)|microsoftgraph\.chinacloudapi\.cn)\/.+\/hostedContents\//.test(
    url,
  );
}

/** The words of quotes, without those that another one holds: Teams may tell the same message in two forms. */
export function distinct(quotes: readonly Quote[]): readonly Quote[] {
  const flat = ({ text }: Quote): string => text.replace(/\s+|…|\.\.\.$/g, '').toLowerCase();
  return quotes.filter((quote, i) => {
    const own = flat(quote);
    const holds = quotes.map((other, j) => j !== i && flat(other).startsWith(own) && (flat(other) !== own || j < i));
    return own !== '' && !holds.includes(true);
  });
}

function only(part: MessagePart): ReadPart {
  return { ...NOTHING, parts: [part] };
}

function quoted(kind: 'quote' | 'forward', by: string | null, text: string): ReadPart {
  return { ...NOTHING, quotes: [{ kind, by, text: text.trim() }], parts: [partOf(kind, null, null, true)] };
}

function fileOf(content: unknown, { name, contentUrl }: Attachment): ReadPart {
  const url = (content as { downloadUrl?: unknown } | null)?.downloadUrl;
  if (typeof url !== 'string') return only(partOf('file', name, contentUrl));
  return { ...NOTHING, images: [imageAt({ from: 'file', url }, name ?? null, null, contentUrl ?? null)] };
}

function imageOf(type: string, { name, contentUrl }: Attachment): ReadPart {
  if (!contentUrl) return only(partOf('picture', name));
  const from = isHosted(contentUrl) ? 'graph' : 'message';
  return { ...NOTHING, images: [imageAt({ from, url: contentUrl }, name ?? null, type)] };
}

/** Reads a forwarded message; what stands in it besides words is named. */
function forwardedIn(content: unknown): ReadPart {
  const html = Forwarded.safeParse(content).data?.originalMessageContent ?? '';
  const { text, quotes, images, parts } = /<\w/.test(html) ? readHtml(html, () => false) : plainWords(html);
  const all = [text, ...quotes.map((quote) => quote.text)].filter((t) => t !== '').join('\n\n');
  const shown = images.filter(isHosted).map((url) => imageAt({ from: 'graph', url }, null));
  const hidden = images.filter((url) => !isHosted(url)).map((url) => partOf('picture', null, url));
  const read = all === '' ? only(partOf('forward', null, null, shown.length > 0)) : quoted('forward', null, all);
  return { ...read, images: shown, parts: [...read.parts, ...parts, ...hidden] };
}

function quotedIn(content: unknown): ReadPart {
  const { messagePreview, messageSender } = Quoted.safeParse(content).data ?? {};
  const { user, application } = messageSender ?? {};
  const by = application ? `28:${application.id}` : user ? `8:orgid:${user.id}` : null;
  return messagePreview ? quoted('quote', by, messagePreview) : only(partOf('quote'));
}

/** Reads a card: its words, where it has any, and its name. */
function cardOf(kind: PartKind, content: unknown, { name, contentUrl }: Attachment): ReadPart {
  const { title, name: called, language, componentUrl } = Titled.safeParse(content).data ?? {};
  const words = kind === 'card' ? readCard(content) : null;
  const heading = title || called || (kind === 'code' ? language : null) || words?.heading;
  const isRead = words !== null && words.text !== '';
  const part = partOf(kind, name || heading, contentUrl || componentUrl, isRead);
  return { ...NOTHING, quotes: isRead ? [{ kind: 'card', by: null, text: words.text }] : [], parts: [part] };
}

/** The content of an attachment: in Graph's messages it is JSON in a text. */
function contentOf({ content }: Attachment): unknown {
  if (typeof content !== 'string' || !content.trimStart().startsWith('{')) return content;
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
