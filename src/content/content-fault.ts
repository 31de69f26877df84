/** A fault or a hint: where in the content it stands, and what is wrong. */
export interface ContentFault {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  /** What was probably meant, or how to mend it. */
  readonly meant?: string;
}

/** Where a value stands in a file: keys and list positions from the top. */
export type Path = readonly PropertyKey[];

/** One fault of a file's shape. */
export interface ShapeFault {
  readonly path: Path;
  readonly what: string;
  readonly meant?: string;
  /** The key that a misspelt one stands for: what is said of its absence is no fault of its own. */
  readonly instead?: Path;
  /** What a wrong name is read as, so that what stands behind it can be checked too. */
  readonly name?: string;
}
