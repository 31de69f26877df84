import type { ProblemType } from './content.ts';
import type { Person } from './person.ts';
import type { Rich } from './text.ts';

/** A button: an answer to the question asked, or a control such as "back". */
export interface Choice {
  readonly id: string;
  readonly title: string;
}

/** A step of a walkthrough, by name. */
export interface Place {
  readonly pack: string;
  readonly walkthrough: string;
  readonly step: string;
}

export type Outcome = 'fixed' | 'fixed-for-now' | 'handed-over' | 'unknown';

/** What we say, before any channel gives it a look. */
export interface Reply {
  /** The problem's name, once it is known. */
  readonly title: string | null;
  readonly body: Rich;
  /** Answers to the question; may be empty. */
  readonly choices: readonly Choice[];
  /** What works at every step: back, skip, talk to a person … */
  readonly controls: readonly Choice[];
  /** The question's number in its conversation: a button carries it, so that an old one is known for old. */
  readonly asked: number;
  readonly at: Place | null;
  readonly outcome: Outcome | null;
  /** "Step 3 of about 7 · Computer or app". */
  readonly progress: { readonly step: number; readonly of: number; readonly type: ProblemType | null } | null;
  /** Where others read along: whom it is for. */
  readonly to: Person | null;
  /** Whether nobody else should see it, where the channel can do that. */
  readonly discreet: boolean;
}
