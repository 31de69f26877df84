/** Finds the code of an error that is told in the middle of a step: "now it says error 809". */
import { bareNumbersOf } from '../core/bare-number.ts';
import type { Content } from '../core/content.ts';
import type { Reading } from '../core/reading.ts';
import { FAILED } from '../core/steering.ts';
import { WordList } from './interpretation/word-list.ts';
import type { Session } from './session.ts';

/** Codes by their shape: 0x80070005, AADSTS50126, CAA20003. */
const A_CODE = /(?<![\p{L}\p{N}])(?:0x[\da-f]{4,8}|[a-z]{2,10}[-_]?\d{4,8}|[\da-f]*\d[\da-f]{7})(?![\p{L}\p{N}])/iu;
/** The name of an error as programs write it: MEMORY_MANAGEMENT. */
const A_NAME = /\b[A-Z]{2,}(?:_[A-Z\d]{2,})+\b/;
/** A number, or a short word with one, right behind what an error is called: "error 1234", "error tag: 58tm1". */
const NUMBER_BEHIND = /^\s*[:#(]?\s*(?=[a-z\d]*\d)([a-z\d]{3,8})(?![\p{L}\p{N}])/iu;
/** The least confidence of a problem that may show a code. */
const MAY_SHOW = 0.1;

/** A code that a message tells, and what the content knows of it. */
export interface ToldCode {
  readonly code: string;
  /** `same`: it belongs to the problem at hand; `other`: to another one, which is its intent; `unsure`: to several, or none. */
  readonly means: 'same' | 'other' | 'unsure';
  readonly intent: string | null;
}

/** The code that a message at a step tells, where it is news and not an answer; null for none. */
export function toldCode(s: Session): ToldCode | null {
  const { interpretation: meant, message, case: c, content } = s;
  if (c === null || message.kind !== 'said' || !isOpen(s)) return null;
  const reading = s.readingOf(message.text);
  if (reading.asked !== null) return null;
  const code = codeIn(content, message.text, reading);
  // The same error once more says that it did not help.
  if (code === null || c.report.toLowerCase().includes(code.toLowerCase())) return null;
  const isSure = meant.kind === 'problem' && reading.decision === 'answer';
  if (isSure) return null;
  const isKnown = reading.evidence?.toLowerCase().includes(code.toLowerCase()) ?? false;
  const problems = !isKnown
    ? []
    : reading.guesses.flatMap(({ intent, confidence }) =>
        confidence >= MAY_SHOW && s.intent(intent)?.kind === 'problem' ? [intent] : [],
      );
  if (problems.includes(c.intent ?? '')) return { code, means: 'same', intent: c.intent };
  const [one, ...others] = problems;
  return one !== undefined && others.length === 0
    ? { code, means: 'other', intent: one }
    : { code, means: 'unsure', intent: null };
}

/** Whether the message answers nothing, or only that it did not help. */
function isOpen({ interpretation: meant }: Session): boolean {
  if (meant.kind === 'choice') return FAILED.includes(meant.id);
  return meant.kind === 'words' || meant.kind === 'problem' || (meant.kind === 'control' && meant.id === 'repeat');
}

/** The code in a text, as it is written there; null where it has none. A plain number is one only where it is called an error. */
export function codeIn(content: Content, text: string, { family }: Reading): string | null {
  const shaped = family?.code ?? (A_CODE.exec(text) ?? A_NAME.exec(text))?.[0] ?? null;
  if (shaped !== null) return shaped;
  const places = errorWordsOf(content).places(text);
  const behind = places.flatMap(({ to }) => NUMBER_BEHIND.exec(text.slice(to))?.[1] ?? [])[0];
  return behind ?? (places.length > 0 ? bareNumbersOf(content).in(text) : null);
}

const errorWords = new WeakMap<Content, WordList>();

/** The words that an error is called by, worked out once for as long as the content is used. */
function errorWordsOf(content: Content): WordList {
  const before = errorWords.get(content);
  if (before) return before;
  const fresh = new WordList([...content.packs.values()].flatMap(({ talk }) => talk.errors));
  errorWords.set(content, fresh);
  return fresh;
}
