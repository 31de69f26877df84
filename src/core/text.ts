/** Text as it travels to every channel: paragraphs of spans. */

/**
 * A stretch of text in one style. Text from outside only ever becomes a span without a style, so no channel can render
 * it as markup, a link or a mention.
 */
export interface TextSpan {
  readonly text: string;
  readonly style?: 'bold' | 'code' | 'link';
  /** Only on links, and only from content: always https. */
  readonly href?: string;
  /**
   * Only on times: what the text tells by one clock, which it names, channels may show by the reader's own. `at` is ISO 8601;
   * `day`: whether the day is told as well.
   */
  readonly time?: { readonly at: string; readonly day: boolean };
}

/** A paragraph of a text. */
export interface Paragraph {
  /** `item` is a line of a list, with its number or bullet in `mark`; `quote` is text of somebody else. */
  readonly kind: 'text' | 'item' | 'quote';
  readonly mark?: string;
  readonly spans: readonly TextSpan[];
}

/** A text: its paragraphs in order. */
export type Rich = readonly Paragraph[];

/** Turns foreign text into one quoted paragraph: never markup. */
export function quote(text: string): Rich {
  return [{ kind: 'quote', spans: [{ text }] }];
}

/** Turns text into plain words, as a terminal or a case's log shows them. */
export function plain(rich: Rich): string {
  return rich
    .map((p, i) => {
      const words = p.spans.map((s) => s.text).join('');
      // A blank line between paragraphs; the items of a list stay together.
      const gap = i === 0 ? '' : p.kind === 'item' && rich[i - 1]!.kind === 'item' ? '\n' : '\n\n';
      if (p.kind === 'item') return `${gap}${p.mark ?? '-'} ${words}`;
      return `${gap}${p.kind === 'quote' ? words.replace(/^/gm, '> ') : words}`;
    })
    .join('');
}

/**
 * Fills values in for `{placeholders}`; `value` answers null for a name that is not a placeholder. A value with a style
 * of its own, such as a link, keeps it; one without takes that of the text around it.
 */
export function fill(rich: Rich, value: (name: string) => string | TextSpan | null): Rich {
  return rich.map((p) => ({ ...p, spans: p.spans.flatMap((s) => filledSpans(s, value)) }));
}

function filledSpans(span: TextSpan, value: (name: string) => string | TextSpan | null): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let text = '';
  let from = 0;
  for (const found of span.text.matchAll(PLACEHOLDER)) {
    const is = value(found[1]!) ?? found[0];
    text += span.text.slice(from, found.index);
    from = found.index + found[0].length;
    if (typeof is === 'string') text += is;
    else {
      if (text !== '') spans.push({ ...span, text });
      spans.push({ ...(span.style && span.style !== 'link' ? { style: span.style } : {}), ...is });
      text = '';
    }
  }
  text += span.text.slice(from);
  return text === '' && spans.length > 0 ? spans : [...spans, { ...span, text }];
}

/** `{domain}`, `{sign-in}`: lower-case words only, so that a GUID in braces is never taken for one. */
export const PLACEHOLDER = /\{([a-z]+(?:-[a-z]+)*)\}/g;

/** The end of a sentence: a full stop and the like, with nothing or a space behind it. */
const SENTENCE_END = /[.!?…](?=\s|$)/;

/** The first sentence of a text; its first paragraph where that holds no end of a sentence. */
export function firstSentence([first]: Rich): Rich {
  if (!first) return [];
  const spans: TextSpan[] = [];
  for (const span of first.spans) {
    const end = span.style === 'code' ? null : SENTENCE_END.exec(span.text);
    if (end) return [{ ...first, spans: [...spans, { ...span, text: span.text.slice(0, end.index + 1) }] }];
    spans.push(span);
  }
  return [first];
}
