/** The port of likeness: which of some texts say nearly the same. The reader's own words of the texts count, not their letters. */

/** An index of texts, each by its place in the list it was made from. */
export interface AlikeTexts {
  /** The texts most like one of them, the nearest first, without itself. `likeness` is 0 to 1. */
  nearest(text: number, most: number): readonly { readonly at: number; readonly likeness: number }[];
}

/** Makes an index. */
export type IndexTexts = (texts: readonly string[]) => AlikeTexts;

/** Texts of one group by their places: `lead` is the one that is most like the others, and the first of `members`. */
export interface AlikeGroup {
  readonly lead: number;
  readonly members: readonly number[];
}

/** An example of an intent that is like a text. */
export interface NearExample {
  readonly intent: string;
  readonly example: string;
  readonly likeness: number;
}
