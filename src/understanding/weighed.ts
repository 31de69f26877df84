/** A text as the model weighs it. */

/** The margins of a text, and how much of it the model knows. */
export interface Weighed {
  /** The margin of every class: about +1 for texts like its examples, -1 for all others. */
  readonly margins: Float64Array;
  /** The part of the text's features that are known from the training, 0 to 1. */
  readonly known: number;
  /** The margin of ours beside everything else: above 0 for texts like any of our examples; 0 where nothing tells. */
  readonly ours: number;
}
