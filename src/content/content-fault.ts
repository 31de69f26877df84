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
