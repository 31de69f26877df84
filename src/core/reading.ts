import type { Slots } from './content.ts';

/** An intent with how sure we are of it, 0 to 1. */
export interface Guess {
  readonly intent: string;
  readonly confidence: number;
}

/** What a text was understood to be. */
export interface Reading {
  /** `answer` = sure enough to name the problem; `ask` = "did you mean"; `none` = not something it knows. */
  readonly decision: 'answer' | 'ask' | 'none';
  readonly intent: string | null;
  readonly confidence: number;
  /** Best first, at most five. */
  readonly guesses: readonly Guess[];
  readonly slots: Slots;
  /** From -1 (furious) over 0 to 1 (delighted): the average over the words that carry a feeling. */
  readonly mood: number;
  /** The part of the text that decided, when a client's own words were found in it. */
  readonly evidence: string | null;
}

/** Reads a text. Pure: the same text is always read the same way. */
export type Read = (text: string) => Reading;
