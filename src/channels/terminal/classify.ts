/** The command `classify`: what texts and pictures are about, one a line. */
import type { Content } from '../../core/content.ts';
import { type ExplainedLine, explainedLines, type ScreenSeen, screenLines, screenSeen } from '../../core/explained.ts';
import type { Image } from '../../core/job.ts';
import type { Explanation, Guess, Read, Reading } from '../../core/reading.ts';
import { readSeen } from '../../core/seen.ts';
import { imageAt } from './images.ts';
import type { InputLine } from './lines.ts';

/** A text as `classify --json` prints it: these fields and no others. */
export interface Classified {
  /** The text with its secrets masked, and with the text of a picture. */
  readonly text: string;
  readonly decision: Reading['decision'];
  readonly intent: string | null;
  readonly confidence: number;
  readonly guesses: readonly Guess[];
  readonly slots: Reading['slots'];
  readonly redacted: boolean;
}

/** The parts of the classifier. */
export interface ClassifierParts {
  readonly content: Content;
  readonly read: Read;
  readonly redact: (text: string, from?: 'person' | 'screen') => { text: string; masked: boolean };
  /** Reads the text of a picture; empty where it can't be read. */
  readonly seen: (image: Image) => Promise<string>;
}

/** A line that was read, with what an explanation needs. */
export interface ClassifiedLine {
  readonly result: Classified;
  /** The picture as it was seen; null for a line without one, or with one that has no text. */
  readonly screen: ScreenSeen | null;
  /** Whether the text decided: a picture without an error is not read, whatever words are in it. */
  readonly isRead: boolean;
}

/** Reads lines as the bot would: masked first, then understood, text and picture together. */
export class Classifier {
  readonly #parts: ClassifierParts;

  constructor(parts: ClassifierParts) {
    this.#parts = parts;
  }

  /** Reads one line. */
  async classify({ text, image }: InputLine): Promise<ClassifiedLine> {
    const { content, read, redact, seen } = this.#parts;
    const said = redact(text);
    const shown = redact(image === null ? '' : await seen(imageAt(image)), 'screen');
    const told = readSeen(content, read, said.text, shown.text === '' ? [] : [shown.text]);
    const { decision, intent, confidence, guesses, slots } = told.reading;
    const redacted = said.masked || shown.masked;
    return {
      result: { text: told.text, decision, intent, confidence, guesses, slots, redacted },
      screen: shown.text === '' ? null : screenSeen(shown.text, told),
      isRead: shown.text === '' || said.text !== '' || told.shown.kind === 'error',
    };
  }
}

/** Writes a result for people: one short line. */
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

/** Writes an explanation for people, indented below its result: of the picture first, and then of the text that was read. */
export function explained(screen: ScreenSeen | null, explanation: Explanation | null): string {
  const lines: readonly ExplainedLine[] = [
    ...(screen ? screenLines(screen) : []),
    ...(explanation ? explainedLines(explanation) : []),
  ];
  return lines.map(({ about, says }) => `        ${about.padEnd(12)}${says}\n`).join('');
}
