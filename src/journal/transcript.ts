/** Transcripts: the lines of a conversation as they stand now. */
import { CODE_LETTERS, readCode } from '../core/desk.ts';
import type { FoundText, RunJob } from '../core/job.ts';
import type { Message } from '../core/message.ts';
import { unreadParts } from '../core/message-part.ts';
import type { Line, Store } from '../core/store.ts';
import { plain } from '../core/text.ts';
import type { Written } from '../core/ticket.ts';

/** The largest number of lines in a transcript; older ones are left out. */
const MOST_LINES = 200;
/** The number of first characters by which a text is recognised where the bot repeats it. */
const TELLING = 24;
/** The length up to which a text is not searched for, in characters: a word may stand anywhere. */
const A_WORD = 4;

/** Makes the job that reads another conversation, oldest line first; lines of the bot have no author. */
export function createTranscriptJob(store: Store): RunJob {
  return async (row) => {
    const lines = row.job.from ? await store.lines(row.job.from.conversation, { turn: 0, part: 0 }) : [];
    const found = asItStands(lines, row.job.from ?? {})
      .map(({ told }) => told)
      .slice(-MOST_LINES);
    return { job: row.job.id, kind: row.job.kind, found, trouble: null };
  };
}

/** The messages between person and agents after a time and before another one, as they stand now. */
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

/**
 * The lines as they stand now: edited texts in their last version, deleted ones left out, whether by the person or an
 * agent.
 */
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
      // The bot's replies stay, unless they repeat a text that the person edited or deleted.
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
  if (reply?.placement && reply.placement.kind !== 'joined') return null;
  if (reply) return line(plain(reply.body), reply.speaker && { id: 'agent', name: reply.speaker.name });
  if (!message || !TOLD.includes(message.kind)) return null;
  return line(message.text || besides(message), message.person ?? { id: '', name: null });
}

/** Names what a message without words holds: `[picture]`, `[file plan.docx]`. */
function besides({ images, parts }: Message): string {
  const kinds = unreadParts(parts).map(({ kind, name }) => `[${name === null ? kind : `${kind} ${name}`}]`);
  return [...(images.length > 0 ? ['[picture]'] : []), ...kinds].join(' ');
}

/** The kinds of messages that a transcript holds: words and choices of people. */
const TOLD: readonly Message['kind'][] = ['said', 'pressed', 'noticed'];

/** Hides case codes: a code opens the case to everybody who reads it. */
function hideCodes(text: string): string {
  return readCode(text) ? '[code]' : text.replace(SHOWN_CODE, (word) => (/\d/.test(word) ? '[code]' : word));
}

const SHOWN_CODE = new RegExp(`\\b[${CODE_LETTERS}]{5}-[${CODE_LETTERS}]{5}\\b`, 'gi');
