/** Long conversations, a page of lines at a time: everything else in this process has its turn between two pages. */
import { breathe } from '../../core/breathe.ts';
import type { Host } from '../../core/host.ts';
import type { Line } from '../../core/store.ts';
import { Amendments } from './amendments.ts';
import { lineId } from './transcript.ts';

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
  host: Pick<Host, 'lines'>,
  conversation: string,
  after: LinePlace = BEGINNING,
): AsyncGenerator<readonly Line[]> {
  for (let place = after; ; ) {
    const read = (): Promise<readonly Line[]> => host.lines(conversation, place, LINES_A_PAGE);
    // A page that only looks for what is new waits for nobody.
    const lines: readonly Line[] = await (place === after && after.turn > 0 ? read() : inTurn(read));
    yield lines;
    if (lines.length < LINES_A_PAGE) return;
    const { turn, part } = lines.at(-1)!;
    place = { turn, part };
  }
}

/** Reads what became of the lines of a conversation. */
export async function amendmentsOf(host: Pick<Host, 'lines'>, conversation: string): Promise<Amendments> {
  const amendments = new Amendments();
  for await (const page of pagesOf(host, conversation)) for (const line of page) amendments.note(line);
  return amendments;
}

/** Reads one line of a reply; undefined where there is none at that place. */
export async function lineAt(
  host: Pick<Host, 'lines'>,
  conversation: string,
  place: LinePlace,
): Promise<Line | undefined> {
  const lines = await host.lines(conversation, { turn: place.turn, part: place.part - 1 }, 1);
  return lines.find((line) => lineId(line) === lineId(place));
}
