/** Looks things up in the lines of a conversation, which may be long. */
import type { Host } from '../../core/host.ts';
import { pagesOf } from '../../core/line-pages.ts';
import type { Line } from '../../core/store.ts';
import { Amendments } from './amendments.ts';
import { lineId } from './transcript.ts';

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
  place: Pick<Line, 'turn' | 'part'>,
): Promise<Line | undefined> {
  const lines = await host.lines(conversation, { turn: place.turn, part: place.part - 1 }, 1);
  return lines.find((line) => lineId(line) === lineId(place));
}
