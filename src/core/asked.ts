/** Questions that people ask back: the meaning of a word, how a small thing is done, why something is asked. */
/**
 * The kinds of questions: for the meaning of a word, the reason for a question or a step, the way to do something, the
 * time a step takes, its cost, whether it is safe; anything else; or a wish in polite words ("can I …?").
 */
export const ASKS = ['meaning', 'why', 'how', 'time', 'cost', 'safe', 'wish', 'other'] as const;
export type Asks = (typeof ASKS)[number];

/**
 * Things said in passing: not done yet, back again, annoyed, others have it too, written from another device. Told by phrases, not learned: no
 * example sentence is near all the others.
 */
export const PASSING = ['waiting', 'returned', 'upset', 'others-too', 'writing-from'] as const;
export type Passing = (typeof PASSING)[number];

/** A question in a text: what it asks for, and the answers its words name best (several where packs share a word). */
export interface Asked {
  readonly for: Asks;
  readonly answers: readonly { readonly pack: string; readonly id: string }[];
}
