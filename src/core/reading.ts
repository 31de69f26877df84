/** A reading: the understanding's result for one text. */
import type { Asked, Passing } from './asked.ts';
import type { Slots } from './content.ts';

/** An intent with its confidence, 0 to 1. */
export interface Guess {
  readonly intent: string;
  readonly confidence: number;
}

/** A text's words for something that works again. */
export interface Works {
  /** Whether the whole text tells it, or only a part. */
  readonly all: boolean;
  /** Whether it is sure that something changed for the better. */
  readonly sure: boolean;
  /** Whether something beside makes it no success: "slowly". */
  readonly isSpoilt: boolean;
  /** The packs that have the words. */
  readonly packs: readonly string[];
}

/** The way a text is said: as a question, as a correction, with a "but". */
export interface WayOfSaying {
  /** The question in it, where it asks something back. */
  readonly asked: Asked | null;
  /** The thing it says in passing; null for none. */
  readonly passing: Passing | null;
  /** Whether it takes something back ("no wait, I meant"). */
  readonly corrects: boolean;
  /** Whether several things at once are chosen: "both". */
  readonly several: boolean;
  /** Whether it has a "but" with something after it. */
  readonly turned: boolean;
  /** Whether it has a word that makes a success doubtful. */
  readonly doubtful: boolean;
  /** Whether it has a word that says the trouble is over ("fixed"). */
  readonly over: boolean;
  /** Words of packs in the text for something that works again; null where it has none. */
  readonly works: Works | null;
}

/** The meaning of a text, and the way it is said. */
export interface Reading extends WayOfSaying {
  /** `answer`: sure enough to name the problem; `ask`: "did you mean"; `none`: not something the bot knows. */
  readonly decision: 'answer' | 'ask' | 'none';
  readonly intent: string | null;
  readonly confidence: number;
  /** The guesses, best first, at most five. */
  readonly guesses: readonly Guess[];
  readonly slots: Slots;
  /** From -1 (furious) over 0 to 1 (delighted): the average over the words that carry a feeling. */
  readonly mood: number;
  /** The client's own words in the text, if they decided the reading. */
  readonly evidence: string | null;
  /** The sentence that decided, as characters of the text; null when nothing was recognised. */
  readonly span: Span | null;
  /** Problems whose own words stand in different places of the text, in its order; mostly one, or none. */
  readonly found: readonly { readonly intent: string; readonly span: Span }[];
  /** The words that spoke most for the best guess, as they were written, the strongest first; none where the client's own words decided. */
  readonly telling: readonly string[];
  /** ISO 639-1; null when the text is too short to tell. */
  readonly language: string | null;
  /** The language where it is surely another than the bot's (ISO 639-1, or `other`); null otherwise. */
  readonly foreign: string | null;
  /** A code in the text that no intent knows, with the intent and the sentence of its family; null for none. */
  readonly family: { readonly code: string; readonly means: string; readonly says: string } | null;
  /** Packs by id: those the text names, and those whose activities ("sign in", "print") it mentions, named or not. */
  readonly packs: { readonly named: readonly string[]; readonly told: readonly string[] };
}

/** A part of a text: from a character up to, not including, another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads a text. Pure: the same text always gives the same reading. */
export type Read = (text: string) => Reading;

/** The explanation of a reading, for whoever writes the content. */
export interface Explanation {
  readonly reading: Reading;
  /** The confidence from which on the best guess is named. */
  readonly enough: number;
  /** The words that weigh nothing because they tell of no problem. */
  readonly cut: readonly string[];
  /** The programs' own words that were found, each with the share of its text that is there. */
  readonly signatures: readonly { readonly intent: string; readonly share: number; readonly words: string }[];
  /** The words for and against the first guesses, by how much the guess's margin would lose or gain without each. */
  readonly words: readonly {
    readonly intent: string;
    readonly for: readonly { readonly word: string; readonly weight: number }[];
    readonly against: readonly { readonly word: string; readonly weight: number }[];
  }[];
  /** The chance that the text is about other things, and the words for and against that. */
  readonly other: {
    readonly chance: number;
    readonly for: readonly { readonly word: string; readonly weight: number }[];
    readonly against: readonly { readonly word: string; readonly weight: number }[];
  };
  /** The rules that changed the best guess or its confidence. */
  readonly rules: readonly { readonly rule: string; readonly before: Guess; readonly after: Guess }[];
}
