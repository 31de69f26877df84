/** The reading for a day: intents that do not hold on that day are not recognised. */
import { type Content, inForce } from '../core/content.ts';
import type { Read, Reading } from '../core/reading.ts';

/** Makes, for a time (ISO 8601), a reader that leaves out the intents that do not hold on its day. */
export function datedReading(content: Content, read: Read): (at: string) => Read {
  const dated = [...content.intents.values()].filter(({ from, until }) => from !== null || until !== null);
  if (dated.length === 0) return () => read;
  return (at) => {
    const out = new Set(dated.filter((intent) => !inForce(intent, at)).map(({ id }) => id));
    return out.size === 0 ? read : (text) => without(content, read(text), out);
  };
}

/**
 * Removes intents from a reading. Where the best guess is among them, the next one is asked about if it is likely
 * enough.
 */
function without(content: Content, reading: Reading, out: ReadonlySet<string>): Reading {
  const guesses = reading.guesses.filter(({ intent }) => !out.has(intent));
  const found = reading.found.filter(({ intent }) => !out.has(intent));
  if (reading.intent === null || !out.has(reading.intent)) return { ...reading, guesses, found };
  const next = guesses[0];
  const ask = next && next.confidence >= content.packs.get(content.intents.get(next.intent)!.pack)!.thresholds.ask;
  return {
    ...reading,
    guesses,
    found,
    decision: ask ? 'ask' : 'none',
    intent: ask ? next.intent : null,
    confidence: ask ? next.confidence : reading.confidence,
    evidence: null,
    span: null,
  };
}
