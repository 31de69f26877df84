/** Reads the attachments of a message: forwarded messages, GIFs, and what apps say in theirs. */
import { type MessagePart, partOf } from '../../../core/message-part.ts';
import { escapeText } from '../send/mrkdwn.ts';
import { isGif, readBlocks } from './blocks.ts';
import type { SlackAttachment, SlackFile } from './payloads.ts';

/** Everything that an attachment holds: words in Slack's markup, files, and the parts that are named. */
export interface AttachmentRead {
  readonly markup: string;
  readonly files: readonly SlackFile[];
  readonly parts: readonly MessagePart[];
}

/**
 * Reads an attachment. The preview of a link is left out: its address stands in the message, unless it is all that came
 * (`isAlone`). `as` an agent's, messages
 * of others are left out too: an agent's note must not reach the person as part of another's answer.
 */
export function readAttachment(attachment: SlackAttachment, as: 'person' | 'agent', isAlone = false): AttachmentRead {
  const { is_share, is_msg_unfurl, from_url, original_url, image_url, title, title_link, fallback } = attachment;
  if (is_share || is_msg_unfurl) return as === 'agent' ? only(partOf('forward')) : forwarded(attachment);
  if (attachment.is_animated || isGif(image_url ?? ''))
    return only(partOf('gif', title || fallback, image_url ?? from_url));
  const address = from_url || original_url;
  if (address && isAlone) return only(partOf('card', title || fallback, address));
  if (address || as === 'agent') return { markup: '', files: [], parts: [] };
  const { markup, parts } = readBlocks(attachment.blocks);
  const fields = attachment.fields.map((field) => [field.title, field.value].filter(Boolean).join(': '));
  const heading = title && title_link ? `<${escapeText(title_link)}|${title.replace(/[|<>]/g, ' ')}>` : title;
  const said = lines([attachment.pretext, attachment.author_name, heading, attachment.text, ...fields, markup]);
  const words = said === '' ? (fallback ?? '') : said;
  const picture = image_url ? [partOf('picture', title, image_url)] : [];
  const card = words === '' ? [] : [partOf('card', title || fallback, title_link, true)];
  return { markup: words, files: attachment.files, parts: [...card, ...picture, ...parts] };
}

/** A forwarded message; one of a private place comes without its words. */
function forwarded({ text, blocks, message_blocks, files, from_url, author_name }: SlackAttachment): AttachmentRead {
  const inner = readBlocks([...message_blocks.flatMap((m) => m.message?.blocks ?? []), ...blocks]);
  const markup = text || inner.markup;
  const isRead = markup !== '' || files.length > 0;
  const part = partOf('forward', author_name, from_url, isRead);
  return { markup, files, parts: [part, ...inner.parts] };
}

function lines(texts: readonly (string | null | undefined)[]): string {
  return texts.filter((text) => text !== null && text !== undefined && text.trim() !== '').join('\n');
}

function only(part: MessagePart): AttachmentRead {
  return { markup: '', files: [], parts: [part] };
}
