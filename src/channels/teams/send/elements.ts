/** Texts as elements of Adaptive Cards. */
import type { Paragraph, Rich, TextSpan } from '../../../core/text.ts';

/** A part of an Adaptive Card. */
export type Element = { readonly type: string; readonly [key: string]: unknown };

/**
 * Draws paragraphs as card elements, `most` characters at most. All text is in text runs, which are shown as they are:
 * a text block would make links, pictures and bold letters of pasted text.
 */
export function elementsOf(body: Rich, most = 8000): Element[] {
  let room = most;
  const elements: Element[] = [];
  for (const [i, paragraph] of body.entries()) {
    if (room <= 0) break;
    const spans = paragraph.spans.map((s) => {
      const text = beginning(s.text, room);
      room -= costOf(text);
      return { ...s, text };
    });
    const together = i > 0 && paragraph.kind === 'item' && body[i - 1]!.kind === 'item';
    elements.push({ ...paragraphOf({ ...paragraph, spans }), ...(together ? { spacing: 'Small' } : {}) });
  }
  return elements;
}

/** The room that a line takes besides its characters: every line is an element of its own. */
const A_LINE = 60;

function costOf(text: string): number {
  return text.length + A_LINE * (text.split('\n').length - 1);
}

/** Shortens a text to the room there is. */
function beginning(text: string, room: number): string {
  if (costOf(text) <= room) return text;
  let end = 0;
  for (let left = room; end < text.length && left > 0; end++) left -= text[end] === '\n' ? A_LINE : 1;
  return `${text.slice(0, end).toWellFormed()}…`;
}

/** Draws plain text with the look of a text run. */
export function words(text: string, look: object = {}): Element {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: literal(text) || ' ', ...look }] };
}

/** Titles in which nothing can act as markdown, a link or a template. */
const PLAIN_TITLE = /^[\p{L}“"'](?!.*(:\/\/|www\.|--|\.\w{2,}\/))[\p{L}\p{N}\p{M} .,:;'’"“”?·–—/%=-]*$/u;

/**
 * Draws a title. Only a text block can be a heading, for screen readers; a title in which something could act is a text
 * run, which shows all as it is. Escapes would be shown on phones.
 */
export function headingOf(title: string): Element {
  const look = { weight: 'Bolder', size: 'Medium' };
  return PLAIN_TITLE.test(title)
    ? { type: 'TextBlock', text: title, style: 'heading', wrap: true, ...look }
    : words(title.replace(/\n/g, ' '), look);
}

/**
 * Escapes a text of the bot's where there are no text runs: nothing in it works as markdown. A hyphen within a word never
 * does, and is left as it is in a ticket's number.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~]|(?<!\w)-|-(?!\w)/g, '\\$&').replace(/\n/g, ' ');
}

function paragraphOf({ kind, mark, spans }: Paragraph): Element {
  switch (kind) {
    case 'text':
      return textOf(spans);
    case 'quote':
      return { type: 'Container', style: 'emphasis', items: [textOf(spans)] };
    case 'item':
      return {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'auto', items: [words(mark ?? '•', { isSubtle: true })] },
          { type: 'Column', width: 'stretch', spacing: 'Small', items: [textOf(spans)] },
        ],
      };
  }
}

/** Draws the lines of one paragraph, each as a block: a text run knows no line break. */
function textOf(spans: readonly TextSpan[]): Element {
  const lines: Element[][] = [[]];
  for (const span of spans) {
    const [first = '', ...rest] = span.text.split('\n');
    if (first !== '') lines.at(-1)!.push(runOf(span, first));
    for (const text of rest) lines.push(text === '' ? [] : [runOf(span, text)]);
  }
  const blocks = lines.map(
    (inlines, i): Element => ({
      type: 'RichTextBlock',
      inlines: inlines.length > 0 ? inlines : [{ type: 'TextRun', text: ' ' }],
      ...(i > 0 ? { spacing: 'None' } : {}),
    }),
  );
  return blocks.length === 1 ? blocks[0]! : { type: 'Container', items: blocks };
}

/** A time as Teams shows it by the clock of whoever reads it. */
function timeOf({ at, day }: NonNullable<TextSpan['time']>): string {
  const whole = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return day ? `{{DATE(${whole},SHORT)}}, {{TIME(${whole})}}` : `{{TIME(${whole})}}`;
}

/** Takes the meaning out of a time's notation in a text that is no time: a text run would show another text. */
function literal(text: string): string {
  return text.replace(/\{\{(?=(?:DATE|TIME)\()/gi, '{\u200c{');
}

function runOf({ style, href, time }: TextSpan, shown: string): Element {
  const text = time ? timeOf(time) : literal(shown);
  switch (style) {
    case 'bold':
      return { type: 'TextRun', text, weight: 'Bolder' };
    case 'code':
      return { type: 'TextRun', text, fontType: 'Monospace' };
    case 'link':
      // Only content has links; an address that is not https is shown as text.
      if (!href?.startsWith('https://')) return { type: 'TextRun', text };
      return {
        type: 'TextRun',
        text,
        color: 'Accent',
        underline: true,
        selectAction: { type: 'Action.OpenUrl', url: href },
      };
    default:
      return { type: 'TextRun', text };
  }
}
