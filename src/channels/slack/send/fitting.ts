import type { Paragraph, Rich, TextSpan } from '../../../core/text.ts';
import { beginning, pieces } from './sentences.ts';

/** Paragraphs none of which is longer than a block, and together not longer than there is room; what is too much ends. */
export function fitting(body: Rich, most: number, block: number): Paragraph[] {
  let room = most;
  const fit: Paragraph[] = [];
  for (const paragraph of body) {
    let spans: TextSpan[] = [];
    let length = 0;
    for (const span of paragraph.spans) {
      for (const text of pieces(beginning(span.text, Math.max(1, room)), block - 1)) {
        if (room <= 0) break;
        if (length + text.length >= block) {
          fit.push({ ...paragraph, spans });
          spans = [];
          length = 0;
        }
        spans.push({ ...span, text });
        length += text.length;
        room -= text.length;
      }
    }
    if (spans.length > 0) fit.push({ ...paragraph, spans });
    if (room <= 0) break;
  }
  return fit;
}

/** The same paragraphs, all of them: the longest are shortened, and in them the longest spans, until there is room. */
export function evened(body: Rich, room: number): Rich {
  const cap = capOf(body.map(lengthOf), room);
  return body.map((paragraph) => {
    if (lengthOf(paragraph) <= cap) return paragraph;
    const most = capOf(
      paragraph.spans.map((s) => s.text.length),
      cap,
    );
    return { ...paragraph, spans: paragraph.spans.map((s) => ({ ...s, text: beginning(s.text, Math.max(2, most)) })) };
  });
}

function lengthOf({ spans }: Paragraph): number {
  return spans.reduce((sum, s) => sum + s.text.length, 0);
}

/** How long each may be, so that together they are no longer than there is room; the short ones leave theirs to the long. */
function capOf(lengths: readonly number[], room: number): number {
  let left = room;
  for (const [i, length] of lengths.toSorted((a, b) => a - b).entries()) {
    const others = lengths.length - i;
    if (length * others > left) return Math.floor(left / others);
    left -= length;
  }
  return Number.POSITIVE_INFINITY;
}
