/** The lines of the terminal: how input is read, and the JSON that is printed. */
import type { Reply } from '../../core/reply.ts';
import { plain } from '../../core/text.ts';

/**
 * The replies to a line as `chat --json` prints them: one line, these fields and no others; the last three only where
 * agents have the case.
 */
export interface JsonReply {
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly title: string }[];
  readonly at: { readonly pack: string; readonly walkthrough: string; readonly step: string } | null;
  readonly outcome: 'fixed' | 'fixed-for-now' | 'handed-over' | null;
  /** The agent who speaks. */
  readonly speaker?: Reply['speaker'];
  /** The names of the files the agent sent. */
  readonly images?: readonly (string | null)[];
  /** The message of the agent's that this one changes or takes back. */
  readonly placement?: Reply['placement'];
}

/** A line of input: a text, the path of a picture, or both. */
export interface InputLine {
  readonly text: string;
  readonly image: string | null;
}

/**
 * Reads a line: plain text, JSON `{"text": …, "image": …}` for texts of several lines and pictures, or `/image <file>`.
 */
export function parseLine(line: string): InputLine {
  const path = /^\/image\s+(\S.*)$/.exec(line)?.[1];
  if (path !== undefined) return { text: '', image: path.trim() };
  if (line.startsWith('{'))
    try {
      const { text, image } = JSON.parse(line) as { text?: unknown; image?: unknown };
      if (typeof image === 'string') return { text: typeof text === 'string' ? text : '', image };
      if (typeof text === 'string') return { text, image: null };
    } catch {
      // Not JSON after all: a text that begins with a brace.
    }
  return { text: line, image: null };
}

/** Puts all replies of one turn into one line. */
export function jsonReply(replies: readonly Reply[]): JsonReply {
  const last = replies.at(-1);
  const outcome = last?.outcome ?? null;
  const speaker = replies.findLast((r) => r.speaker)?.speaker;
  const placement = replies.findLast((r) => r.placement)?.placement;
  const images = replies.flatMap((r) => r.images.map(({ name }) => name));
  return {
    text: replies.map((r) => plain(r.body)).join('\n\n'),
    choices: last ? [...last.choices, ...last.controls].map(({ id, title }) => ({ id, title })) : [],
    at: last?.at ?? null,
    outcome: outcome === 'unknown' ? null : outcome,
    ...(speaker ? { speaker } : {}),
    ...(images.length > 0 ? { images } : {}),
    ...(placement ? { placement } : {}),
  };
}
