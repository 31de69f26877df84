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
  /** A client's own words, as they were found, if they decided. */
  readonly evidence: string | null;
  /** Where the sentence stands that decided, by characters; null when nothing was recognised. */
  readonly span: Span | null;
  /** Problems whose own words stand in different places of the text, in its order; mostly one, or none. */
  readonly found: readonly { readonly intent: string; readonly span: Span }[];
  /** ISO 639-1; null when the text is too short to tell. */
  readonly language: string | null;
  /** Packs by id: those the text names, and those whose doings ("sign in", "print") it tells of, named or not. */
  readonly packs: { readonly named: readonly string[]; readonly told: readonly string[] };
}

/** A part of a text: from a character up to, not including, another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads a text. Pure: the same text is always read the same way. */
export type Read = (text: string) => Reading;
