/** Picks the part of a long text that is worth reading: its beginning, its end, and the most telling lines between. */
import type { Pack } from '../core/content.ts';
import type { Span } from '../core/reading.ts';

/** The longest text that is read whole, in characters; of longer ones only the excerpt is read. */
export const LONGEST_EXCERPT = 8000;

const TELLING =
  'error|can.?t|couldn|unable|fail|problem|sign|log.?[io]n|certificat|password|unavailable|not found|incorrect|expired|server|trust|clock|address|version|0x|aadsts';
const NO_LETTERS = /\P{L}+/gu;
const LONGEST_LINE = 400;
const KEPT_AT_EITHER_END = 1500;

/** Finds the excerpt of a text: its spans in order, or one span over all of a short text. */
export type Excerpt = (text: string) => readonly Span[];

/** An excerpt in which lines that name one of the packs' products count as telling too. */
export function createExcerpt(packs: Iterable<Pick<Pack, 'about'>>): Excerpt {
  const names = [...packs]
    .flatMap(({ about }) => about.names)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const telling = new RegExp([TELLING, ...names].join('|'), 'gi');
  return (text) => {
    if (text.length <= LONGEST_EXCERPT) return [{ from: 0, to: text.length }];
    const [from, to] = [KEPT_AT_EITHER_END, text.length - KEPT_AT_EITHER_END];
    const kept: Span[] = [];
    let room = LONGEST_EXCERPT - 2 * KEPT_AT_EITHER_END;
    for (const { line } of tellingLines(text, from, to, telling).sort((a, b) => b.tells - a.tells)) {
      if (line.to - line.from >= room) continue;
      kept.push(line);
      room -= line.to - line.from + 1;
    }
    kept.sort((a, b) => a.from - b.from);
    return [{ from: 0, to: from }, ...kept, { from: to, to: text.length }];
  };
}

/**
 * The lines of a part of a text that may tell something, each with how much: a line that a log repeats tells less every
 * time.
 */
function tellingLines(text: string, from: number, to: number, telling: RegExp): { line: Span; tells: number }[] {
  const lines: { line: Span; tells: number }[] = [];
  const times = new Map<string, number>();
  for (let begin = from; begin < to; ) {
    const found = text.indexOf('\n', begin);
    const end = found === -1 ? to : Math.min(found, to);
    const line = { from: begin, to: Math.min(end, begin + LONGEST_LINE) };
    const said = text.slice(line.from, line.to);
    const words = said.match(telling);
    if (words) {
      const shape = said.replace(NO_LETTERS, ' ');
      const before = times.get(shape) ?? 0;
      times.set(shape, before + 1);
      lines.push({ line, tells: new Set(words.map((word) => word.toLowerCase())).size / (1 + before) });
    }
    begin = end + 1;
  }
  return lines;
}

/** The excerpt of a text in one piece, its parts on lines of their own. */
export function excerptOf(text: string, excerpt: Excerpt): string {
  return excerpt(text)
    .map(({ from, to }) => text.slice(from, to))
    .join('\n');
}
