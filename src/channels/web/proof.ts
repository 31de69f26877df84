/**
 * The proof of work that a device does before its conversation begins, while very many begin: a number with which the hash
 * of the puzzle's text begins with so many zero bits. Nothing is kept of it, so any instance can ask and another can check.
 */
import { createHash } from 'node:crypto';

/** The puzzle of a conversation. */
export interface Puzzle {
  readonly text: string;
  /** The number of zero bits: on average 2 to the power of it hashes have to be tried. */
  readonly bits: number;
}

/** One or two seconds of an old phone, whose browser does some ten thousand hashes a second. */
const BITS = 14;
const DAY_MS = 86_400_000;

/** Makes the puzzle of a conversation; it changes every day, so that work can't be done long before. */
export function puzzleOf(conversation: string, now: Date): Puzzle {
  return { text: `${conversation} ${now.toISOString().slice(0, 10)}`, bits: BITS };
}

/** Tells whether a number, as it came in a header, solves the puzzle of a conversation, of today or of yesterday. */
export function isProven(conversation: string, answer: string | undefined, now: Date): boolean {
  if (answer === undefined || !/^\d{1,15}$/.test(answer)) return false;
  return [0, DAY_MS].some((before) => {
    const { text, bits } = puzzleOf(conversation, new Date(now.getTime() - before));
    const hash = createHash('sha256').update(`${text} ${answer}`).digest();
    return hash.readUInt32BE() >>> (32 - bits) === 0;
  });
}
