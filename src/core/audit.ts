/** Audit lines: who opened or did something in the console, and when. They hold ids and names of agents, never texts. */

/** One line. */
export interface AuditLine {
  /** ISO 8601. */
  readonly at: string;
  /** The agent's id, and the name at that time. */
  readonly who: string;
  readonly name: string;
  /** A word: `opened` for a transcript, otherwise the action (`claim`, `say`, `resolve` …, `learning:take`). */
  readonly what: string;
  /** The ticket's number; null where it is about none. */
  readonly ticket: string | null;
}
