/** The one reading of a message in Slack: its words, what is fetched later, and all other parts. */
import type { Image } from '../../../core/job.ts';
import { type MessagePart, partOf } from '../../../core/message-part.ts';
import { linksIn, mentions, typedText } from '../send/mrkdwn.ts';
import { readAttachment } from './attachments.ts';
import { readBlocks } from './blocks.ts';
import { type FileRead, readFile } from './files.ts';
import type { SlackSaid } from './payloads.ts';

/** Everything that a message says. */
export interface SlackWords {
  readonly text: string;
  readonly images: readonly Image[];
  readonly parts: readonly MessagePart[];
}

/** The largest number of files of one message that are fetched. */
const MOST_IMAGES = 5;
/** Slack's words in the place of blocks, for programs that show none. */
const PLACEHOLDER = /^(this (content|message) (can't|can’t|cannot) be displayed\.?|no preview available)$/i;

/**
 * Reads all parts of a message. `us` is the bot's user id. `as` an agent's, a code block keeps its fences and the mark
 * of its line, and messages of others within it are left out.
 */
export function readSaid(said: SlackSaid, us: string, as: 'person' | 'agent' = 'person'): SlackWords {
  const markup = markupOf(said, as);
  const isAlone = markup.trim() === '' && said.files.length === 0;
  const attached = said.attachments.map((attachment) => readAttachment(attachment, as, isAlone));
  const files = [...said.files, ...attached.flatMap((a) => a.files)].map((file) => readFile(file, as));
  const typed = [markup, ...attached.map((a) => a.markup)].map((text) => typedText(text, us, as === 'agent'));
  const images = files.flatMap((file) => file.images);
  const isToUs = mentions(markup, us);
  return {
    text: distinct([...typed, ...files.flatMap((file) => file.texts)]).join('\n'),
    images: images.slice(0, MOST_IMAGES),
    parts: [
      ...(isToUs ? [partOf('mention', null, null, true)] : []),
      ...linksIn(markup).map(({ name, url }) => partOf('link', name, url, true)),
      ...attached.flatMap((a) => a.parts),
      ...readBlocks(said.blocks).parts,
      ...files.flatMap((file: FileRead) => file.parts),
      ...images.slice(MOST_IMAGES).map(({ name, link }) => partOf('file', name, link)),
    ],
  };
}

/**
 * The message's own words in Slack's markup. An app's blocks often say more than its text; a person's say the same, but
 * keep quotations and code apart.
 */
export function markupOf({ text, blocks, bot_id, user }: SlackSaid, as: 'person' | 'agent'): string {
  const written = PLACEHOLDER.test(text?.trim() ?? '') ? '' : (text ?? '');
  const { markup } = readBlocks(blocks);
  if (written === '') return markup;
  const [short, long] = [flat(written), flat(markup)];
  if (as === 'agent') return short === long ? markup : written;
  const isApps = Boolean(bot_id) || !user;
  if (!isApps || short.includes(long)) return written;
  return long.includes(short) ? markup : `${written}\n${markup}`;
}

/** Leaves out texts that another one holds already. */
function distinct(texts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const text of texts) {
    const own = flat(text);
    if (text !== '' && !kept.some((other) => own !== '' && flat(other).includes(own))) kept.push(text);
  }
  return kept;
}

/** The letters and digits of a text, by which two forms of it are compared. */
function flat(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, '').replace(/[^\p{L}\p{N}]+/gu, '');
}
