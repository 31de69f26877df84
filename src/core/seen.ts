/** Reads a message with pictures: its own words together with the texts found in the pictures. */
import type { Read, Reading } from './reading.ts';

/** The longest text of a screen that is read as a whole, in characters. */
const LONGEST_WHOLE = 700;
/** The fewest words of a passage that describes a problem; a program's name in the task bar has fewer. */
const LEAST_WORDS = 4;

/** The texts of one message read together: their reading, and the part that describes the problem. */
export interface Seen {
  readonly reading: Reading;
  readonly text: string;
}

/**
 * Reads the words of a message together with the texts in its pictures. Where the words beside a clear error only
 * confuse ("is this because of the update on Monday?"), the error alone counts.
 */
export function readSeen(
  read: Read,
  isProblem: (reading: Reading) => boolean,
  said: string,
  pictures: readonly string[],
): Seen {
  const parts = pictures.map((text) => tellingPart(read, isProblem, text));
  const text = [said, ...parts.map((p) => p.text)].filter((t) => t !== '').join('\n\n');
  const together = { reading: read(text), text };
  if (isSure(isProblem, together.reading)) return together;
  const shown = parts.find((p) => isSure(isProblem, p.reading));
  return shown ?? together;
}

/**
 * Picks the part of a screen's text that describes a problem. A screen shows much besides the error (mails, menus,
 * buttons), which is nobody's business. Passages are separated by an empty line; where none of them describes a
 * problem, the whole text is returned.
 */
function tellingPart(read: Read, isProblem: (reading: Reading) => boolean, seen: string): Seen {
  const whole = { reading: read(seen), text: seen };
  if (seen.length <= LONGEST_WHOLE && isSure(isProblem, whole.reading)) return whole;
  const passages = seen.split(/\n{2,}/).map((text) => ({ text, reading: read(text) }));
  const told = passages.map(
    ({ text, reading }) =>
      isProblem(reading) && (reading.evidence !== null || text.split(/\s+/).length >= LEAST_WORDS) && reading.decision,
  );
  for (const decision of ['answer', 'ask'] as const) {
    if (!told.includes(decision)) continue;
    // The window's title above the error or a code below it adds meaning, unless it confuses the reading.
    const near = (i: number): boolean => told.slice(Math.max(0, i - 1), i + 2).includes(decision);
    for (const wanted of [near, (i: number) => told[i] === decision]) {
      const text = passages.flatMap((p, i) => (wanted(i) ? [p.text] : [])).join('\n\n');
      const reading = read(text);
      if (isProblem(reading) && reading.decision === decision) return { reading, text };
    }
    return passages
      .filter((_, i) => told[i] === decision)
      .reduce((best, p) => (p.reading.confidence > best.reading.confidence ? p : best));
  }
  return whole;
}

function isSure(isProblem: (reading: Reading) => boolean, reading: Reading): boolean {
  return reading.decision === 'answer' && isProblem(reading);
}
