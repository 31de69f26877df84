/** Reads the HTML of Teams' editor as plain text. */
import { ShallowParser } from './shallow.ts';

/** A message written in Teams' editor, as plain text and what comes with it. */
export interface PlainWords {
  readonly text: string;
  /** The quoted messages, each with Teams' id of its writer; null where Teams does not name one. */
  readonly quotes: readonly { readonly by: string | null; readonly text: string }[];
  /** The addresses of the pictures. */
  readonly images: readonly string[];
}

const BLOCKS = new Set(
  'p div li tr table ul ol pre h1 h2 h3 h4 h5 h6 blockquote codeblock hr section article dt dd figure'.split(' '),
);
const SKIPPED = new Set(['script', 'style', 'title', 'head', 'attachment', 'systemeventmessage']);
const VERBATIM = new Set(['pre', 'codeblock']);
const REPLY = 'http://schema.skype.com/Reply';
const EMOJI = 'http://schema.skype.com/Emoji';
const MENTION = 'http://schema.skype.com/Mention';
/** The deepest nesting that is followed; nobody writes deeper. */
export const DEEPEST = 100;

/** The meaning of an element for the text in it. */
type NodeKind = 'skipped' | 'verbatim' | 'reply' | 'author' | 'mention' | 'cell' | 'marked' | 'plain';

/** A stretch of text with its lines: the message itself, or a quoted one. */
class Lines {
  by: string | null = null;
  readonly #parts: string[] = [];
  #last = '\n';

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
 * that is typed so.
 */
export function readHtml(html: string, drop: (mention: string) => boolean, marks = false): PlainWords {
  const own = new Lines();
  const quotes: Lines[] = [];
  const images: string[] = [];
  const open: { name: string; kind: NodeKind }[] = [];
  let mention = '';
  const within = (kind: NodeKind): boolean => open.some((o) => o.kind === kind);
  /** Sets blocks apart; cells of a table stand beside each other, whatever is in them. */
  const apart = (): void => (within('cell') ? lines().say(' ', false) : lines().line());
  const lines = (): Lines => (within('reply') ? quotes.at(-1)! : own);

  const parser = new ShallowParser(
    {
      onopentag(name, attributes) {
        if (name === 'br') return lines().breakLine();
        if (name === 'img' || name === 'emoji') return picture(name, attributes);
        if (name === 'td' || name === 'th') lines().say(' ', false);
        else if (BLOCKS.has(name)) apart();
        if (open.length >= DEEPEST) return;
        const kind = kindOf(name, attributes);
        if (kind === 'reply') quotes.push(new Lines());
        if (kind === 'author') quotes.at(-1)!.by = attributes.itemid ?? null;
        if (kind === 'mention') mention = '';
        open.push({ name, kind });
      },
      ontext(words) {
        if (within('skipped') || within('author')) return;
        if (within('mention')) mention += words;
        else lines().say(words, within('verbatim'), within('marked') ? '> ' : '');
      },
      onclosetag(name) {
        const at = open.findLastIndex((o) => o.name === name);
        if (at >= 0) {
          const [closed] = open.splice(at);
          if (closed!.kind === 'mention' && !drop(mention)) lines().say(mention, false);
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
    if (name === 'blockquote' && marks) return 'marked';
    if (within('reply') && itemprop === 'mri') return 'author';
    if (within('reply') && itemprop === 'time') return 'skipped';
    if (name === 'td' || name === 'th') return 'cell';
    if (name === 'at' || itemtype === MENTION) return 'mention';
    return 'plain';
  }

  function picture(name: string, { itemtype, alt, src }: Record<string, string>): void {
    if (name === 'emoji' || itemtype === EMOJI || src === undefined) lines().say(alt ?? '', false);
    else images.push(src);
  }

  parser.end(html);
  return { text: own.text, quotes: quotes.map(({ by, text }) => ({ by, text })), images };
}
