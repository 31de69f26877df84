/** Cuts texts to the lengths that Slack takes. */
import type { Paragraph, Rich, TextSpan } from '../../../core/text.ts';
import { beginning, pieces } from './sentences.ts';

/**
 * Splits paragraphs so that none is longer than `block` characters, and cuts their end so that all together are not
 * longer than `most`.
 */
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

/**
 * Shortens the longest paragraphs, and the longest spans in them, until all paragraphs together fit into `room`
 * characters.
 */
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

/**
 * Finds the largest length for each part, so that all together fit into `room`; the short ones leave their room to the
 * long.
 */
function capOf(lengths: readonly number[], room: number): number {
  let left = room;
  for (const [i, length] of lengths.toSorted((a, b) => a - b).entries()) {
    const others = lengths.length - i;
    if (length * others > left) return Math.floor(left / others);
    left -= length;
  }
  return Number.POSITIVE_INFINITY;
}
