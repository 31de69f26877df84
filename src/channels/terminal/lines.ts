import type { Reply } from '../../core/reply.ts';
import { plain } from '../../core/text.ts';

/** What `chat --json` prints for a reply: one line, these fields and no others. */
export interface JsonReply {
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly title: string }[];
  readonly at: { readonly pack: string; readonly walkthrough: string; readonly step: string } | null;
  readonly outcome: 'fixed' | 'fixed-for-now' | 'handed-over' | null;
}

/** A line of input: plain text, or JSON `{"text": …}` for texts of several lines. */
export function parseLine(line: string): string {
  if (line.startsWith('{'))
    try {
      const value = JSON.parse(line) as { text?: unknown };
      if (typeof value.text === 'string') return value.text;
    } catch {
      // Not JSON after all: somebody's words, beginning with a brace.
    }
  return line;
}

/** All that was said in one turn, as one line. */
export function jsonReply(replies: readonly Reply[]): JsonReply {
  const last = replies.at(-1);
  const outcome = last?.outcome ?? null;
  return {
    text: replies.map((r) => plain(r.body)).join('\n\n'),
    choices: last ? [...last.choices, ...last.controls].map(({ id, title }) => ({ id, title })) : [],
    at: last?.at ?? null,
    outcome: outcome === 'unknown' ? null : outcome,
  };
}
