/** Parses the little markup that content may use. */
import type { Paragraph, Rich, TextSpan } from '../core/text.ts';

/**
 * Parses a text: blank lines between paragraphs, `- ` and `1. ` for lists, `**bold**`, `` `code` ``, and bare https
 * addresses.
 */
export function markup(text: string): Rich {
  const paragraphs: Paragraph[] = [];
  for (const block of text.trim().split(/\n\s*\n/)) {
    let open: string[] = [];
    const close = (): void => {
      if (open.length > 0) paragraphs.push({ kind: 'text', spans: spans(open.join(' ')) });
      open = [];
    };
    for (const line of block.split('\n').map((l) => l.trim())) {
      const item = /^(-|\d+\.) (.+)$/.exec(line);
      if (item) {
        close();
        paragraphs.push({ kind: 'item', mark: item[1]!, spans: spans(item[2]!) });
      } else if (line) open.push(line);
    }
    close();
  }
  return paragraphs;
}

const TOKEN = /\*\*([^*]+)\*\*|`([^`]+)`|(https:\/\/[^\s`*)]+[^\s`*).,;:!?])/g;

function spans(line: string): TextSpan[] {
  const out: TextSpan[] = [];
  let from = 0;
  for (const match of line.matchAll(TOKEN)) {
    if (match.index > from) out.push({ text: line.slice(from, match.index) });
    const [, bold, code, link] = match;
    if (bold) out.push({ text: bold, style: 'bold' });
    else if (code) out.push({ text: code, style: 'code' });
    else out.push({ text: link!, style: 'link', href: link! });
    from = match.index + match[0].length;
  }
  if (from < line.length) out.push({ text: line.slice(from) });
  return out;
}
