import type { Read, Reading } from './reading.ts';

/** A screen that says no more than this is taken as a whole. */
const LONGEST_WHOLE = 700;
/** What tells of a problem says so in a few words at least; a program's name in the task bar doesn't. */
const LEAST_WORDS = 4;

/** Texts of one message, read together: what it is about, and the part of it that tells. */
export interface Seen {
  readonly reading: Reading;
  readonly text: string;
}

/**
 * What a message with pictures is about: what was written beside them, and what was read in them. Where the words beside a clear
 * error only confuse ("is this because of the update on Monday?"), the error counts.
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
 * The part of a screen that tells of a problem. A screen shows much besides the error (mails, menus, buttons), and the rest of it
 * is nobody's business. Its passages have an empty line between them; all of it where none tells.
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
    // The window's title above or a code below say more, unless they confuse.
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
