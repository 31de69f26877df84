/** Long conversations, a page of lines at a time: everything else in this process has its turn between two pages. */
import { breathe } from './breathe.ts';
import type { Line, Store } from './store.ts';

/** The number of lines in one page. */
export const LINES_A_PAGE = 200;

/** The place of a line in its conversation. */
type LinePlace = Pick<Line, 'turn' | 'part'>;

const BEGINNING: LinePlace = { turn: 0, part: 0 };

/** Ends when the last page that was asked for is read. */
let lastRead: Promise<unknown> = Promise.resolve();

/** Reads one page after another, whoever asks for them: many long conversations at once would else fill every round of the loop. */
function inTurn<T>(read: () => Promise<T>): Promise<T> {
  const mine = lastRead.then(breathe).then(read);
  lastRead = mine.catch(() => undefined);
  return mine;
}

/** Reads a conversation after a place; each page is read when the one before has been dealt with. */
export async function* pagesOf(
  source: Pick<Store, 'lines'>,
  conversation: string,
  after: LinePlace = BEGINNING,
): AsyncGenerator<readonly Line[]> {
  for (let place = after; ; ) {
    const read = (): Promise<readonly Line[]> => source.lines(conversation, place, LINES_A_PAGE);
    // A page that only looks for what is new waits for nobody.
    const lines: readonly Line[] = await (place === after && after.turn > 0 ? read() : inTurn(read));
    yield lines;
    if (lines.length < LINES_A_PAGE) return;
    const { turn, part } = lines.at(-1)!;
    place = { turn, part };
  }
}
