/** Parts of a message besides its plain words, and what became of each: every channel names them in these terms. */

/** The kinds of parts, whatever a platform calls them. */
export const PART_KINDS = [
  'picture',
  'file',
  'voice',
  'video',
  'gif',
  'sticker',
  /** A code block kept beside the message rather than in it. */
  'code',
  /** A card of another app, or the preview of a link. */
  'card',
  /** A piece of a document that people edit together: a Loop component, a canvas. */
  'component',
  /** Another message, quoted or forwarded. */
  'quote',
  'forward',
  /** The bot's name, with which a message is addressed to it. */
  'mention',
  'link',
  'other',
] as const;

/** The kind of a part. */
export type PartKind = (typeof PART_KINDS)[number];

/**
 * A part's fate.
 * `read`: its words are in the message's text, or it is among the pictures; `linked`: it stays where it is, and its
 * address is known; `left`: it stays where it is.
 */
export type PartFate = 'read' | 'linked' | 'left';

/** A part of a message besides its plain words. */
export interface MessagePart {
  readonly kind: PartKind;
  /** Its name or title; null where the platform tells none. */
  readonly name: string | null;
  /** The address at which people open it, where they may; null where there is none. */
  readonly link: string | null;
  readonly became: PartFate;
}

/** All that a message holds. */
interface Whole {
  readonly text: string;
  readonly images: readonly unknown[];
  readonly parts?: readonly MessagePart[];
}

/** The longest name of a part that is kept, in characters. */
const LONGEST_NAME = 200;
const LONGEST_LINK = 2000;

/** Makes a part; what was not read is `linked` where it has an address. */
export function partOf(kind: PartKind, name?: string | null, link?: string | null, read = false): MessagePart {
  const address = isAddress(link) ? link : null;
  const flat = name?.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME).toWellFormed() || null;
  return { kind, name: flat, link: address, became: read ? 'read' : address === null ? 'left' : 'linked' };
}

/** The parts that are not in the text or among the pictures. */
export function unreadParts(parts: readonly MessagePart[] = []): readonly MessagePart[] {
  return parts.filter(({ became }) => became !== 'read');
}

/** Tells whether a message is nothing but the bot's name. */
export function isBareMention({ text, images, parts = [] }: Whole): boolean {
  return (
    text === '' &&
    images.length === 0 &&
    unreadParts(parts).length === 0 &&
    parts.some(({ kind }) => kind === 'mention')
  );
}

function isAddress(link: string | null | undefined): link is string {
  return typeof link === 'string' && link.length <= LONGEST_LINK && /^https:\/\/[^\s<>"]+$/i.test(link);
}
