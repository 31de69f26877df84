/** Gathers the words on a screen into passages. */
import { mendCodes } from './codes.ts';

/** A recognised word: its box in pixels, and the confidence from 0 to 100. */
export interface Word {
  readonly text: string;
  readonly confidence: number;
  readonly bbox: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}

/** Words beside each other that belong together; `tall` is the height of the letters in pixels. */
interface Piece {
  readonly words: readonly Word[];
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly tall: number;
}

/**
 * The widest space within a piece, in heights of letters. Between words there is a third; beyond this, something else
 * begins (a column, an icon's text).
 */
const WIDEST_SPACE = 1.5;
/** The largest difference in height within a line, in heights of letters; a word beyond it is of another line. */
const HIGHEST_STEP = 0.5;
/**
 * The limits for lines of one passage, in heights of letters: the gap between them, the distance of their beginnings or
 * middles; and the ratio of their heights.
 */
const WIDEST_LEADING = 0.9;
const IN_LINE = 0.8;
const ALIKE = 1.5;
/** The shares of the full height of letters: of those like x, of strokes above them, and of strokes below the line. */
const MIDDLE = 0.57;
const ABOVE = 0.215;
const BELOW = 0.215;
/** The least confidence of a word, 0 to 100; icons and borders are "read" with less. */
const LEAST_SURE = 30;

/**
 * Makes the text of a screen. Words that belong together (a message, a button, a cell) become passages with an empty
 * line between them, wrapped lines joined again. Recognised lines run across everything that is beside each other, so
 * they are cut and gathered anew by the places of their words. `sure` is 0 to 1.
 */
export function passagesOf(lines: readonly (readonly Word[])[]): { text: string; sure: number } {
  const passages: Piece[][] = [];
  const pieces = level(lines)
    .flatMap(piecesOf)
    .sort((a, b) => a.y0 - b.y0 || a.x0 - b.x0);
  for (const piece of pieces) {
    const above = passages.filter((p) => follows(p.at(-1)!, piece));
    const nearest = above.sort((a, b) => Math.abs(a.at(-1)!.x0 - piece.x0) - Math.abs(b.at(-1)!.x0 - piece.x0))[0];
    if (nearest) nearest.push(piece);
    else passages.push([piece]);
  }
  const told = passages.filter((p) => sureOf(p) >= LEAST_SURE && /\p{L}{2}|\p{N}{2}/u.test(textOf(p)));
  return { text: mendCodes(told.map(textOf).join('\n\n')), sure: sureOf(told.flat()) / 100 };
}

/** Turns the places of words as if the picture were straight; photos seldom are. */
function level(lines: readonly (readonly Word[])[]): readonly (readonly Word[])[] {
  const slopes = lines
    .filter((line) => line.length >= 4)
    .map((line) => (middle(line.at(-1)!) - middle(line[0]!)) / (line.at(-1)!.bbox.x0 - line[0]!.bbox.x0));
  const slope = median(slopes);
  const straight = (w: Word): Word => {
    const by = slope * ((w.bbox.x0 + w.bbox.x1) / 2);
    return { ...w, bbox: { ...w.bbox, y0: w.bbox.y0 - by, y1: w.bbox.y1 - by } };
  };
  return lines.map((line) => line.map(straight));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function middle({ bbox }: Word): number {
  return (bbox.y0 + bbox.y1) / 2;
}

/** Cuts a line where a space is too wide to be one between words, and where it jumps to another line. */
function piecesOf(line: readonly Word[]): Piece[] {
  const words = line.filter((w) => w.confidence >= LEAST_SURE || /[\p{L}\p{N}]{3}/u.test(w.text));
  const tall = median(words.map((w) => w.bbox.y1 - w.bbox.y0));
  const groups: Word[][] = [];
  for (const word of words) {
    const last = groups.at(-1)?.at(-1);
    const space = last ? word.bbox.x0 - last.bbox.x1 : Number.POSITIVE_INFINITY;
    const step = last ? Math.abs(middle(word) - middle(last)) : 0;
    if (space <= WIDEST_SPACE * tall && step <= HIGHEST_STEP * tall) groups.at(-1)!.push(word);
    else groups.push([word]);
  }
  return groups.map((group) => {
    // Medians, since an icon taken for a letter may be twice as tall.
    const y0 = median(group.map(topOf));
    const y1 = median(group.map((w) => w.bbox.y1));
    return { words: group, x0: group[0]!.bbox.x0, x1: group.at(-1)!.bbox.x1, y0, y1, tall: y1 - y0 };
  });
}

/**
 * The top of a word's line: a word without strokes above the middle ("server") is lower than the line it stands in,
 * and seems further from the one above.
 */
function topOf({ text, bbox }: Word): number {
  if (/[\p{Lu}\p{N}bdfhiklt()[\]{}|/!?'"]/u.test(text)) return bbox.y0;
  const middle = /[gjpqy;,]/.test(text) ? MIDDLE / (MIDDLE + BELOW) : 1;
  return bbox.y0 - ((bbox.y1 - bbox.y0) * middle * ABOVE) / MIDDLE;
}

/** Tells whether a piece is the next line under another. */
function follows(above: Piece, below: Piece): boolean {
  const tall = Math.max(above.tall, below.tall);
  const gap = below.y0 - above.y1;
  // Under the second word too: the first may be an icon taken for a letter.
  const left = Math.min(...above.words.slice(0, 2).map((w) => Math.abs(below.x0 - w.bbox.x0)));
  const middle = Math.abs(below.x0 + below.x1 - above.x0 - above.x1) / 2;
  return (
    gap > -tall / 2 &&
    gap <= WIDEST_LEADING * tall &&
    tall <= ALIKE * Math.min(above.tall, below.tall) &&
    Math.min(left, middle) <= IN_LINE * tall
  );
}

/** Joins the lines of a passage: a line was wrapped if the next one's first word would not have fitted in. */
function textOf(passage: readonly Piece[]): string {
  const edge = Math.max(...passage.map((p) => p.x1));
  return passage.reduce((text, piece, i) => {
    const line = piece.words.map((w) => w.text).join(' ');
    const before = passage[i - 1];
    if (!before) return line;
    const first = piece.words[0]!.bbox;
    if (before.x1 + first.x1 - first.x0 < edge - piece.tall / 2) return `${text}\n${line}`;
    return /[\p{L}\p{N}]-$/u.test(text) ? text + line : `${text} ${line}`;
  }, '');
}

/** Averages the confidence of the words, 0 to 100; longer words count more. */
function sureOf(pieces: readonly Piece[]): number {
  const words = pieces.flatMap((p) => p.words);
  const length = words.reduce((sum, w) => sum + w.text.length, 0);
  return length === 0 ? 0 : words.reduce((sum, w) => sum + w.confidence * w.text.length, 0) / length;
}
