import type { Guess, Read, Reading } from '../../core/reading.ts';

/** What `classify --json` prints for a text: these fields and no others. */
export interface Classified {
  /** The text with its secrets masked. */
  readonly text: string;
  readonly decision: Reading['decision'];
  readonly intent: string | null;
  readonly confidence: number;
  readonly guesses: readonly Guess[];
  readonly slots: Reading['slots'];
  readonly redacted: boolean;
}

/** Reads one text the way the bot would: masked first, then understood. */
export function classify(
  text: string,
  read: Read,
  redact: (text: string) => { text: string; masked: boolean },
): Classified {
  const safe = redact(text);
  const { decision, intent, confidence, guesses, slots } = read(safe.text);
  return { text: safe.text, decision, intent, confidence, guesses, slots, redacted: safe.masked };
}

/** The same for people: one short line. */
export function classified(result: Classified): string {
  const percent = (n: number): string => `${Math.round(n * 100)}%`;
  const slots = Object.entries(result.slots).map(([k, v]) => `${k}=${v}`);
  const what =
    result.decision === 'none'
      ? 'none'
      : result.decision === 'answer'
        ? `${result.intent} ${percent(result.confidence)}`
        : `${result.guesses
            .slice(0, 3)
            .map((g) => `${g.intent} ${percent(g.confidence)}`)
            .join(', ')}?`;
  return [`${result.decision.padEnd(6)} ${what}`, ...slots].join('  ');
}
