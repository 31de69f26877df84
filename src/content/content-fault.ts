/** The findings about content: faults, hints, and the paths they are about. */

/** A fault or a hint: its place in the content, and what is wrong. */
export interface ContentFault {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  /** A guess at what was meant, or the way to mend it. */
  readonly meant?: string;
}

/** The place of a value in a file: keys and list positions from the top. */
export type Path = readonly PropertyKey[];

/** One fault of a file's shape. */
export interface ShapeFault {
  readonly path: Path;
  readonly what: string;
  readonly meant?: string;
  /** The path of the key that a misspelt one stands for: the absence of that key is no fault of its own. */
  readonly instead?: Path;
  /** The name that a wrong one is read as, so that everything below it can be checked too. */
  readonly name?: string;
}
