import type { Reading } from '../../src/core/reading.ts';
import type { Judged } from '../../src/evaluation/judged.ts';
import type { Labelled } from '../../src/evaluation/labelled.ts';

/** A labelled text out of no file. */
export function row(label: string, text = 'x', given: Partial<Labelled> = {}): Labelled {
  return { text, label, also: [], tier: null, source: null, line: null, ...given };
}

/** A text as it might have been read: `intent` null is refused, from 0.6 on it is named. */
export function judged(
  label: string,
  intent: string | null,
  confidence: number,
  given: Partial<Labelled> = {},
): Judged {
  const decision = intent === null ? 'none' : confidence >= 0.6 ? 'answer' : 'ask';
  const guesses = intent === null ? [] : [{ intent, confidence }];
  const nothing = {
    slots: {},
    mood: 0,
    evidence: null,
    span: null,
    found: [],
    language: null,
    telling: [],
    foreign: null,
    family: null,
    asked: null,
    passing: null,
    corrects: false,
    several: false,
    turned: false,
    doubtful: false,
    over: false,
    works: null,
    packs: { named: [], told: [] },
  };
  const reading: Reading = { decision, intent, confidence, guesses, ...nothing };
  return { row: row(label, given.text, given), reading, ms: 1, explain: null };
}
