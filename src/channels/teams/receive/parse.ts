/** Reads Teams' message activities. */
import { unreadableKind } from '../../../core/file-kind.ts';
import type { Image } from '../../../core/job.ts';
import { type Incoming, PLAIN } from '../../../core/message.ts';
import { conversationOf, isShared, personOf, type TeamsAddress, writeAddress } from '../workspace/places.ts';
import type { Activity, Attachment } from './activity.ts';
import { readHtml } from './html.ts';

/** The largest number of pictures of one message that are read. */
const MOST_IMAGES = 5;
const FILE = 'application/vnd.microsoft.teams.file.download.info';

/** The content of a message: its text without the bot's name, and the pictures that came with it. */
export interface TeamsWords {
  readonly text: string;
  readonly images: readonly Image[];
}

/** The reference by which a picture is found again: one in a message, a file, or one that only Graph can show. */
export interface Reference {
  readonly from: 'message' | 'file' | 'graph';
  readonly url: string;
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
export function mentionsUs({ entities, recipient }: Activity): boolean {
  return (entities ?? []).some((e) => e.type === 'mention' && e.mentioned?.id === recipient.id);
}

/**
 * Reads a message's text and pictures. A message of Teams' editor is read from its HTML, because the plain text beside
 * it has lost its lines. `as` an agent's, a line that the editor made a quotation of begins with `>`, and quoted
 * messages of others are left out: an agent's note must not reach the person as part of another's answer.
 */
export function wordsOf(activity: Activity, as: 'person' | 'agent' = 'person'): TeamsWords {
  const attachments = activity.attachments ?? [];
  const html = attachments.find((a) => a.contentType === 'text/html' && typeof a.content === 'string');
  const ours = ourNames(activity);
  // The event of an edit may lack the mentions, but has the bot's name.
  if (as === 'agent' && activity.recipient.name) ours.add(activity.recipient.name);
  const isOurs = (name: string): boolean => ours.has(name.trim());
  const images = attachments.flatMap(imageOf);
  if (!html) return { text: plainText(activity, isOurs), images: images.slice(0, MOST_IMAGES) };
  const written = readHtml(html.content as string, isOurs, as === 'agent');
  // Quotes of the bot are known already; quotes of others are what the message is about.
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

/** Makes a picture out of its reference; a file that can't be one is known by its name and type. */
export function imageAt(reference: Reference, name: string | null, type: string | null = null): Image {
  const kind = unreadableKind(name, type);
  const rest = kind === null ? {} : { unreadable: kind };
  return { ref: JSON.stringify(reference), name: name?.slice(0, 200) ?? null, ...rest };
}

/** Tells whether a picture is one that Teams keeps and only Graph shows. */
export function isHosted(url: string): boolean {
  return /^https:\/\/graph\.microsoft\.com\/.+\/hostedContents\//.test(url);
}

/** Finds the picture of an attachment. Every file is passed on: whether it is a picture is seen when it is read. */
function imageOf({ contentType, contentUrl, content, name }: Attachment): Image[] {
  if (contentType === FILE) {
    const url = (content as { downloadUrl?: unknown } | null)?.downloadUrl;
    return typeof url === 'string' ? [imageAt({ from: 'file', url }, name ?? null)] : [];
  }
  if (contentType?.startsWith('image/') && contentUrl)
    return [imageAt({ from: isHosted(contentUrl) ? 'graph' : 'message', url: contentUrl }, name ?? null, contentType)];
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

/** Lists the names under which a message mentions the bot; a name of several words may come as several mentions. */
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
