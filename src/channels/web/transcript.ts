import type { Choice, Outcome, Place, Reply } from '../../core/reply.ts';
import type { Line } from '../../core/store.ts';
import type { Rich } from '../../core/text.ts';

/** One line of the conversation as the page gets it. `id` is also the place to go on from after a lost connection. */
export type PageLine =
  | {
      readonly id: string;
      readonly who: 'person';
      readonly at: string;
      readonly text: string;
      /** How many pictures came with it; they are not kept. */
      readonly images: number;
    }
  | {
      readonly id: string;
      readonly who: 'firstline';
      readonly at: string;
      readonly title: string | null;
      readonly body: Rich;
      readonly choices: readonly Choice[];
      readonly controls: readonly Choice[];
      readonly asked: number;
      readonly place: Place | null;
      readonly outcome: Outcome | null;
      readonly progress: Reply['progress'];
    };

/** A stored line for the page; null for what was never said in words (the page being opened). */
export function pageLine(line: Line): PageLine | null {
  const id = `${line.turn}.${line.part}`;
  if (line.reply) {
    const { at: place, ...reply } = line.reply;
    return { id, who: 'firstline', at: line.at, place, ...reply };
  }
  if (!line.message || line.message.kind === 'opened' || line.message.kind === 'result') return null;
  const { text, images } = line.message;
  return { id, who: 'person', at: line.at, text: text || (images.length > 0 ? '' : '…'), images: images.length };
}

/** Where a page left off, from the id of the last line it has; the beginning when it has none. */
export function placeAfter(id: string | null | undefined): { turn: number; part: number } {
  const match = /^(\d{1,9})\.(\d{1,4})$/.exec(id ?? '');
  return match ? { turn: Number(match[1]), part: Number(match[2]) } : { turn: 0, part: 0 };
}
