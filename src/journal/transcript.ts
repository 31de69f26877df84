import { CODE_LETTERS, readCode } from '../core/desk.ts';
import type { FoundText, RunJob } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import type { Line, Store } from '../core/store.ts';
import { plain } from '../core/text.ts';
import type { Written } from '../core/ticket.ts';

/** So many lines of a conversation are told; the rest is older. */
const MOST_LINES = 200;
/** By so much of its beginning a text is known where we repeat it; a word may stand anywhere. */
const TELLING = 24;
const A_WORD = 4;

/** What was said in another conversation so far, oldest first; what the bot said is by nobody. */
export function createTranscriptJob(store: Store): RunJob {
  return async (row) => {
    const lines = row.job.from ? await store.lines(row.job.from.conversation, { turn: 0, part: 0 }) : [];
    const found = asItStands(lines, row.job.from ?? {})
      .map(({ told }) => told)
      .slice(-MOST_LINES);
    return { job: row.job.id, kind: row.job.kind, found, trouble: null };
  };
}

/** What person and agents wrote to each other in a conversation after a time and before another one, as it stands now. */
export function writtenBetween(lines: readonly Line[], after: string, before: string | null): readonly Written[] {
  return asItStands(lines, {}).flatMap(({ line, told }) =>
    told.by !== null &&
    (line.message?.kind ?? 'said') === 'said' &&
    line.at > after &&
    (before === null || line.at < before)
      ? [{ at: line.at, by: told.by.name, text: told.text }]
      : [],
  );
}

/** What was corrected is told as it is now, and what was taken back is not told: neither by them nor by an agent. */
function asItStands(
  lines: readonly Line[],
  { since, until }: { since?: string; until?: string },
): { readonly line: Line; readonly told: FoundText }[] {
  const now = new Map<string, string | null>();
  const ids = new Map<number, string>();
  const said = new Map<string, string>();
  for (const { turn, message, reply } of lines) {
    if (message) ids.set(turn, message.id);
    if (message?.kind === 'said') said.set(message.id, inOneLine(message.text));
    if (message?.kind === 'edited') now.set(message.about ?? '', message.text);
    if (message?.kind === 'deleted') now.set(message.about ?? '', null);
    if (reply?.placement?.kind === 'instead') now.set(reply.placement.message, plain(reply.body));
    if (reply?.placement?.kind === 'gone') now.set(reply.placement.message, null);
  }
  const begun = [...now.keys()]
    .map((id) => (said.get(id) ?? '').slice(0, TELLING))
    .filter((text) => text.length > A_WORD);
  return lines
    .filter(({ at }) => at >= (since ?? '') && (until === undefined || at <= until))
    .flatMap((line) => {
      const told = saidIn(line);
      const id = ids.get(line.turn) ?? '';
      // What we answered stays, unless it repeats what they wrote.
      if (!told || (line.reply && !line.reply.speaker && begun.some((text) => inOneLine(told.text).includes(text))))
        return [];
      if (!now.has(id) || (line.reply && !line.reply.speaker)) return [{ line, told }];
      const text = now.get(id) ?? '';
      return text === '' ? [] : [{ line, told: { ...told, text: hideCodes(text) } }];
    });
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function saidIn({ message, reply }: Line): FoundText | null {
  const line = (text: string, by: FoundText['by']): FoundText | null =>
    text === '' ? null : { text: hideCodes(text), by, sure: 1, images: [] };
  if (reply?.placement) return null;
  if (reply) return line(plain(reply.body), reply.speaker && { id: 'agent', name: reply.speaker.name });
  if (!message || !TOLD.includes(message.kind)) return null;
  return line(message.text || (message.images.length > 0 ? '[picture]' : ''), message.person ?? { id: '', name: null });
}

/** What people do that is told: what they say, and what they choose. */
const TOLD: readonly Message['kind'][] = ['said', 'pressed', 'noticed'];

/** A case code opens the case to whoever reads it. */
function hideCodes(text: string): string {
  return readCode(text) ? '[code]' : text.replace(SHOWN_CODE, (word) => (/\d/.test(word) ? '[code]' : word));
}

const SHOWN_CODE = new RegExp(`\\b[${CODE_LETTERS}]{5}-[${CODE_LETTERS}]{5}\\b`, 'gi');
