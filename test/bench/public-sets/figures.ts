/** The figures that engines get over public sets. */

/** The figures of one engine over one set; shares are from 0 to 1, and null where the set does not ask for them. */
export interface SetFigures {
  /** The number of texts it was judged by: fewer than the set has if it was slow. */
  readonly n: number;
  /** The share of the texts of the intents with the right best guess, rejected or not. */
  readonly right: number;
  /** The share of them with the right best guess that is not rejected either. */
  readonly rightAndKept: number | null;
  /** The share of the texts of none of the intents that are rejected. */
  readonly noneFound: number | null;
  /** The share of pairs, one text of an intent and one of none, in which it is surer of the first. */
  readonly auroc: number | null;
  /** The single draws behind the two figures above, where they are means. */
  readonly draws: readonly Draw[];
  /** The costs of learning all of the training texts, and of reading one text. */
  readonly trainMs: number;
  readonly p50Ms: number;
}

/** One draw of intents that were left out of the training. */
export interface Draw {
  readonly seed: number;
  readonly noneFound: number;
  readonly auroc: number;
}

/** The figures of engines over one set; a failed engine has a reason instead. */
export interface SetResults {
  readonly set: string;
  readonly train: number;
  readonly test: number;
  readonly others: number;
  readonly engines: readonly {
    readonly name: string;
    readonly figures: SetFigures | string;
  }[];
}
