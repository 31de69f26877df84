/** Reads the HTML of Teams' editor as plain text. */
import { type MessagePart, partOf } from '../../../core/message-part.ts';
import { ShallowParser } from './shallow.ts';

/** A message written in Teams' editor, as plain text and what comes with it. */
export interface PlainWords {
  readonly text: string;
  /** The quoted messages, each with Teams' id of its writer; null where Teams does not name one. */
  readonly quotes: readonly Quote[];
  /** The addresses of the pictures. */
  readonly images: readonly string[];
  /** Everything else that stands in it: links, recordings, moving pictures. */
  readonly parts: readonly MessagePart[];
}

/** Another message within a message: quoted, forwarded, or what another app says on a card. */
export interface Quote {
  readonly kind: 'quote' | 'forward' | 'card';
  readonly by: string | null;
  readonly text: string;
}

/** The reading of a text that is no HTML. */
export function plainWords(text: string): PlainWords {
  return { text, quotes: [], images: [], parts: [] };
}

const BLOCKS = new Set(
  'p div li tr table ul ol pre h1 h2 h3 h4 h5 h6 blockquote codeblock hr section article dt dd figure'.split(' '),
);
const SKIPPED = new Set(['script', 'style', 'title', 'head', 'attachment', 'systemeventmessage']);
const VERBATIM = new Set(['pre', 'codeblock']);
const REPLY = 'http://schema.skype.com/Reply';
const FORWARD = 'http://schema.skype.com/Forward';
const EMOJI = 'http://schema.skype.com/Emoji';
const MENTION = 'http://schema.skype.com/Mention';
/** Elements for which Teams shows a moving picture, by the last word of their type. */
const MOVING = /\/(giphy|tenor|gif)$/i;
const STICKER = /\/(sticker|flikmsg)$/i;
const MOVING_HOST = /^https:\/\/([\w-]+\.)*(giphy|tenor)\.com\//i;
/** Addresses that are worth something outside the message. */
const ADDRESS = /^(https?|ftp|file|mailto|tel|sip|callto|msteams|ms-[\w-]+):/i;
/** The deepest nesting that is followed; nobody writes deeper. */
export const DEEPEST = 100;

/** The meaning of an element for the text in it. */
type NodeKind =
  | 'skipped'
  | 'verbatim'
  | 'reply'
  | 'forward'
  | 'link'
  | 'author'
  | 'mention'
  | 'cell'
  | 'marked'
  | 'plain';

/** A stretch of text with its lines: the message itself, or a quoted one. */
class Lines {
  by: string | null = null;
  readonly kind: Quote['kind'];
  readonly #parts: string[] = [];
  #last = '\n';

  constructor(kind: Quote['kind'] = 'quote') {
    this.kind = kind;
  }

  /** Adds text. `verbatim` keeps spaces and line breaks as they are; `mark` is put at the beginning of a line. */
  say(words: string, verbatim: boolean, mark = ''): void {
    const flat = verbatim ? words : words.replace(/[\s\u00a0\u200b]+/g, ' ');
    const fresh = !verbatim && /\s/.test(this.#last) ? flat.replace(/^ /, '') : flat;
    this.#add(this.#last === '\n' && fresh !== '' ? mark + fresh : fresh);
  }

  /** Begins a new line, unless one has just begun. */
  line(): void {
    if (this.#last !== '\n') this.#add('\n');
  }

  /** Breaks the line, also where it is empty. */
  breakLine(): void {
    this.#add('\n');
  }

  get text(): string {
    return this.#parts
      .join('')
      .replace(/(?<!\s)[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  #add(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#last = text.at(-1)!;
  }
}

/**
 * Reads HTML, made by Teams' editor or pasted, as the text a person sees. Mentions whose name `drop` knows are an
 * address, and left out. With `marks`, lines of a quotation begin with `>`: Teams' editor makes a quotation of a line
 * that is typed so. The address of a link stands behind its words, unless they are the address.
 */
export function readHtml(html: string, drop: (mention: string) => boolean, marks = false): PlainWords {
  const own = new Lines();
  const quotes: Lines[] = [];
  const images: string[] = [];
  const parts: MessagePart[] = [];
  const open: { name: string; kind: NodeKind; href: string; words: string }[] = [];
  let mention = '';
  const within = (kind: NodeKind): boolean => open.some((o) => o.kind === kind);
  /** Sets blocks apart; cells of a table stand beside each other, whatever is in them. */
  const apart = (): void => (within('cell') ? lines().say(' ', false) : lines().line());
  const lines = (): Lines => (within('reply') || within('forward') ? quotes.at(-1)! : own);

  const parser = new ShallowParser(
    {
      onopentag(name, attributes) {
        if (name === 'br') return lines().breakLine();
        if (name === 'img' || name === 'emoji' || name === 'customemoji') return picture(name, attributes);
        if (name === 'td' || name === 'th') lines().say(' ', false);
        else if (BLOCKS.has(name)) apart();
        if (name === 'video' || name === 'audio')
          parts.push(partOf(name === 'video' ? 'video' : 'voice', attributes.title));
        if (open.length >= DEEPEST) return;
        const kind = kindOf(name, attributes);
        if (kind === 'reply') quotes.push(new Lines());
        if (kind === 'forward') quotes.push(new Lines('forward'));
        if (kind === 'author') quotes.at(-1)!.by = attributes.itemid ?? null;
        if (kind === 'mention') mention = '';
        open.push({ name, kind, href: attributes.href ?? '', words: '' });
      },
      ontext(words) {
        if (within('skipped') || within('author')) return;
        const link = open.findLast((o) => o.kind === 'link');
        if (link) link.words += words;
        if (within('mention')) mention += words;
        else lines().say(words, within('verbatim'), within('marked') ? '> ' : '');
      },
      onclosetag(name) {
        const at = open.findLastIndex((o) => o.name === name);
        if (at >= 0) {
          const [closed] = open.splice(at);
          if (closed!.kind === 'mention' && !drop(mention)) lines().say(mention, false);
          if (closed!.kind === 'link') addressed(closed!.words, closed!.href);
        }
        if (BLOCKS.has(name)) apart();
      },
    },
    DEEPEST,
  );

  function kindOf(name: string, { itemtype, itemprop }: Record<string, string>): NodeKind {
    if (SKIPPED.has(name)) return 'skipped';
    if (VERBATIM.has(name)) return 'verbatim';
    if (name === 'blockquote' && itemtype === REPLY) return 'reply';
    if (name === 'blockquote' && itemtype === FORWARD) return 'forward';
    if (name === 'blockquote' && marks) return 'marked';
    if (name === 'video' || name === 'audio') return 'skipped';
    if (name === 'a') return 'link';
    if (within('reply') && itemprop === 'mri') return 'author';
    if (within('reply') && itemprop === 'time') return 'skipped';
    if (name === 'td' || name === 'th') return 'cell';
    if (name === 'at' || itemtype === MENTION) return 'mention';
    return 'plain';
  }

  function picture(name: string, { itemtype, alt, src }: Record<string, string>): void {
    if (name === 'emoji' || name === 'customemoji' || itemtype === EMOJI || src === undefined)
      lines().say(alt ?? '', false);
    else if (STICKER.test(itemtype ?? '')) parts.push(partOf('sticker', alt));
    else if (MOVING.test(itemtype ?? '') || MOVING_HOST.test(src)) parts.push(partOf('gif', alt));
    else images.push(src);
  }

  /** Puts the address of a link behind its words. */
  function addressed(words: string, href: string): void {
    if (within('skipped') || within('author') || !ADDRESS.test(href)) return;
    parts.push(partOf('link', words, href, true));
    const shown = bare(words);
    if (shown === bare(href)) return;
    lines().say(shown === '' ? href : ` (${href})`, false);
  }

  parser.end(html);
  return { text: own.text, quotes: quotes.map(({ kind, by, text }) => ({ kind, by, text })), images, parts };
}

/** The part of an address that people write: without its scheme, and a slash at the end. */
function bare(address: string): string {
  return address
    .replace(/[\s\u200b]+/g, '')
    .replace(/^(https?:\/\/|mailto:|tel:|sip:|file:\/*)/i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
