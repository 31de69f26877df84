import type { Image } from '../../../core/job.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { conversationOf, isShared, personOf, type TeamsAddress, writeAddress } from '../workspace/places.ts';
import type { Activity, Attachment } from './activity.ts';
import { readHtml } from './html.ts';

const MOST_IMAGES = 5;
const FILE = 'application/vnd.microsoft.teams.file.download.info';

/** What a message says: words without the bot's name, and what came with them. */
export interface TeamsWords {
  readonly text: string;
  readonly images: readonly Image[];
}

/** How a picture is found again: one in a message, a file, or one that only Graph can show. */
export interface Reference {
  readonly from: 'message' | 'file' | 'graph';
  readonly url: string;
}

/** An activity as a message; what kind it is, and in which conversation, is the caller's to know. */
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

/** Whether a message mentions the bot: in channels and group chats that makes it ours. */
export function mentionsUs({ entities, recipient }: Activity): boolean {
  return (entities ?? []).some((e) => e.type === 'mention' && e.mentioned?.id === recipient.id);
}

/**
 * The words of a message. What the editor made is read from its HTML: the plain text beside it has lost its lines. `as` an agent's,
 * a line the editor made a quotation of is one that begins with `>`, and what others wrote, quoted with it, is left out: an
 * agent's note must not reach the person as part of somebody's answer.
 */
export function wordsOf(activity: Activity, as: 'person' | 'agent' = 'person'): TeamsWords {
  const attachments = activity.attachments ?? [];
  const html = attachments.find((a) => a.contentType === 'text/html' && typeof a.content === 'string');
  const ours = ourNames(activity);
  // What is told of a change may lack who was mentioned, but not what the bot is called.
  if (as === 'agent' && activity.recipient.name) ours.add(activity.recipient.name);
  const isOurs = (name: string): boolean => ours.has(name.trim());
  const images = attachments.flatMap(imageOf);
  if (!html) return { text: plainText(activity, isOurs), images: images.slice(0, MOST_IMAGES) };
  const written = readHtml(html.content as string, isOurs, as === 'agent');
  // Our own words, quoted, are no news; anybody else's are what it is about.
  const quotes = as === 'agent' ? [] : written.quotes;
  const quoted = quotes.filter((q) => q.by === null || !isUs(q.by, activity)).map((q) => q.text);
  const text = [written.text, ...quoted].filter((t) => t !== '').join('\n\n');
  const hosted = written.images.filter((url) => isHosted(url) && images.length === 0);
  const silent = text === '' && images.length + hosted.length === 0 && quotes.length === written.quotes.length;
  return {
    text: silent ? plainText(activity, isOurs) : text,
    images: [...images, ...hosted.map((url) => imageAt({ from: 'graph', url }, null))].slice(0, MOST_IMAGES),
  };
}

export function imageAt(reference: Reference, name: string | null): Image {
  return { ref: JSON.stringify(reference), name: name?.slice(0, 200) ?? null };
}

/** Whether a picture is one that Teams keeps and only Graph shows. */
export function isHosted(url: string): boolean {
  return /^https:\/\/graph\.microsoft\.com\/.+\/hostedContents\//.test(url);
}

/** Every file is passed on: that something is no picture is said by who tries to read it. */
function imageOf({ contentType, contentUrl, content, name }: Attachment): Image[] {
  if (contentType === FILE) {
    const url = (content as { downloadUrl?: unknown } | null)?.downloadUrl;
    return typeof url === 'string' ? [imageAt({ from: 'file', url }, name ?? null)] : [];
  }
  if (contentType?.startsWith('image/') && contentUrl)
    return [imageAt({ from: isHosted(contentUrl) ? 'graph' : 'message', url: contentUrl }, name ?? null)];
  return [];
}

function plainText({ text, textFormat }: Activity, isOurs: (name: string) => boolean): string {
  const bare = (text ?? '').replace(/<at[^>]{0,100}>([^<]{0,300})<\/at>/g, (_, name: string) =>
    isOurs(name) ? '' : name,
  );
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

/** The names under which a message mentions us; a name of several words may come as several mentions. */
function ourNames({ entities, recipient }: Activity): Set<string> {
  const ours = (entities ?? []).filter((e) => e.type === 'mention' && e.mentioned?.id === recipient.id);
  return new Set(
    ours
      .flatMap((e) => [e.text?.replace(/<\/?at[^>]*>/g, '').trim(), e.mentioned?.name?.trim()])
      .filter((n) => n) as string[],
  );
}

function isUs(mri: string, { recipient }: Activity): boolean {
  return mri === recipient.id;
}
