/** Leads: sentences said before anything else in a reply, with an excerpt of what was read. */
import type { Content, Intent } from '../core/content.ts';
import type { PhraseKey } from '../core/phrase-keys.ts';
import type { Reading } from '../core/reading.ts';

/** A sentence said before anything else in the reply. */
export interface Lead {
  readonly key: PhraseKey;
  readonly values: Readonly<Record<string, string>>;
}

/** The number of characters of a text that the person is shown. */
const SHOWN = 160;

/** Makes one line of a text, cut at the end of a word where it is long. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  // Cut at the end of a word, unless that is far away.
  return line.length <= SHOWN
    ? line
    : `${line
        .slice(0, SHOWN)
        .toWellFormed()
        .replace(/\s\S{0,20}$/u, '')}…`;
}

/** Whether a text certainly describes a problem that a pack covers. */
export function isProblem(content: Content, reading: Reading): boolean {
  return reading.decision === 'answer' && kindOf(content, reading) === 'problem';
}

/** The kind of intent that a text was read as; null for none. */
export function kindOf(content: Content, { intent }: Reading): Intent['kind'] | null {
  return content.intents.get(intent ?? '')?.kind ?? null;
}
