/** Pictures that were read: what the person is told of them, and what goes on to the dialogue. */
import type { Content } from '../core/content.ts';
import { unreadableKind } from '../core/file-kind.ts';
import type { Image, JobResult } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import type { MessagePart } from '../core/message-part.ts';
import { partNames } from '../core/part-words.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import type { Read, Reading } from '../core/reading.ts';
import { type OnScreen, readSeen } from '../core/seen.ts';
import type { Options } from './dialogs/dialog.ts';
import { excerpt, isProblem, kindOf, type Lead } from './lead.ts';

/** The confidence of a picture's text, 0 to 1, from which it is taken without asking. */
const SURELY_READ = 0.7;
/** The confidence of a problem, 0 to 1, from which letters that were hard to read don't matter. */
const SURELY_MEANT = 0.9;

/** The effects of pictures: the message as the dialogue gets it, what is said first, and a dialog that asks. */
export interface PicturesRead {
  readonly message: Message;
  readonly leads: readonly Lead[];
  readonly ask: { readonly dialog: string; readonly options: Options } | null;
}

/** Asks for the error in words, or for the open question once more. */
export const IN_WORDS = { dialog: 'image', options: { report: '' } } as const;

/**
 * Works out what follows from the texts found in a message's pictures, together with its own words. `walking`: whether
 * a case is open, whose question is then asked again.
 */
export function picturesRead(
  content: Content,
  read: Read,
  said: Message,
  { found, trouble }: JobResult,
  walking: boolean,
): PicturesRead {
  const texts = found.filter((f) => /\p{L}{2}/u.test(f.text));
  const asking = said.text === '' ? IN_WORDS : null;
  const isText = said.images.length > 0 && said.images.every((image) => image.text);
  if (texts.length === 0) return { message: said, leads: [lead(noTextKey(isText, said, trouble))], ask: asking };
  const { reading, text, shown } = readSeen(
    content,
    read,
    said.text,
    texts.map((f) => f.text),
  );
  const whole: Message = { ...said, text };
  const others = trouble === null ? [] : [lead('image-some')];
  // A few letters of which nothing is left are shown as they were read.
  const all = excerpt(shownOf({ ...reading, span: null }, text, said.text) || texts[0]!.text);
  const sure = Math.min(...texts.map((f) => f.sure)) >= SURELY_READ || reading.confidence >= SURELY_MEANT;
  if (shown.kind === 'error' && isProblem(content, reading) && sure) {
    const told = excerpt(shownOf(reading, text, said.text));
    return { message: whole, leads: [lead('image-read', { text: told }), ...others], ask: null };
  }
  if (shown.kind === 'error' && reading.decision !== 'none' && kindOf(content, reading) === 'problem') {
    const ask = { dialog: 'image', options: { report: text } };
    return { message: whole, leads: [...others, lead('image-confirm', { text: all })], ask };
  }
  // No problem in the pictures: the words beside them may still say what is wrong, and a window whose program it is.
  return {
    message: shown.kind === 'window' ? whole : said,
    leads: [seen(shown, all), ...others, ...(asking && !walking ? [lead('image-what-happens')] : [])],
    ask: asking,
  };
}

/** The sentences for files that can't be read: one for each kind. */
export function namedFiles(images: readonly Image[]): readonly Lead[] {
  return [...new Set(images.map(({ unreadable }) => unreadable ?? 'other'))].map((kind) => lead(`file-${kind}`));
}

/** The sentences for parts that are not read: one for each kind, with what would help. */
export function namedParts(content: Content, parts: readonly MessagePart[]): readonly Lead[] {
  const kinds = new Map<string, MessagePart[]>();
  for (const part of parts) {
    const key = keyOf(part);
    kinds.set(key, [...(kinds.get(key) ?? []), part]);
  }
  return [...kinds].map(([key, some]) =>
    key === 'unread-part' || key === 'linked-part'
      ? lead(key, { what: partNames(content.phrases, some) })
      : lead(key as PhraseKey),
  );
}

/** The sentence for a part; the same as for a file sent directly, where its kind says what would help. */
function keyOf({ kind, name, link }: MessagePart): PhraseKey {
  if (kind === 'voice') return 'file-sound';
  if (kind === 'video') return 'file-video';
  if (kind !== 'file' && kind !== 'picture') return 'unread-part';
  const unreadable = unreadableKind(name);
  return unreadable === null ? (link === null ? 'unread-part' : 'linked-part') : `file-${unreadable}`;
}

/** The sentence for a picture that shows no problem of ours. */
function seen(shown: OnScreen, text: string): Lead {
  if (shown.kind === 'window') return lead('image-window', { window: shown.title });
  if (shown.kind === 'other') return lead('image-other', { program: shown.program, text });
  return lead('image-no-error', { text });
}

function lead(key: PhraseKey, values: Lead['values'] = {}): Lead {
  return { key, values };
}

/**
 * The part of a reading that the person is shown: the deciding sentence, or else the pictures' text without the words
 * beside it.
 */
function shownOf({ span }: Reading, text: string, said: string): string {
  const from = said !== '' && text.startsWith(said) ? said.length : 0;
  return (span && span.from >= from ? text.slice(span.from, span.to) : text.slice(from)).trim();
}

/** The sentence for pictures and files in which nothing could be read; of a text, the beginning may be known. */
function noTextKey(isText: boolean, { text }: Message, trouble: JobResult['trouble']): PhraseKey {
  if (!isText) return IMAGE_TROUBLE[trouble ?? 'unreadable'];
  return text === '' ? 'text-not-read' : 'text-unread';
}

const IMAGE_TROUBLE: Readonly<Record<NonNullable<JobResult['trouble']> | 'unreadable', PhraseKey>> = {
  unreadable: 'image-unreadable',
  'not-an-image': 'image-not-an-image',
  'too-big': 'image-too-big',
  'too-slow': 'image-too-slow',
  'not-allowed': 'image-not-allowed',
  busy: 'image-failed',
  'not-there': 'image-failed',
  failed: 'image-failed',
};
