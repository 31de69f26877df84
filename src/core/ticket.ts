import type { Audience, Slots } from './content.ts';
import type { Person } from './person.ts';
import type { Guess } from './reading.ts';
import type { Outcome } from './reply.ts';

/** How a step went: answered, or passed over and why. */
export type How = 'answered' | 'skipped' | 'tried' | 'cannot';

/** Everything an agent should know, so that the person is asked nothing twice. */
export interface CaseSummary {
  readonly audience: Audience;
  readonly channel: string;
  /** The person's own words that began it, secrets masked. */
  readonly report: string;
  readonly problem: { readonly intent: string; readonly title: string; readonly type: string | null } | null;
  readonly guesses: readonly Guess[];
  readonly evidence: string | null;
  readonly slots: Slots;
  readonly history: readonly {
    readonly step: string;
    readonly asked: string;
    readonly answer: string;
    readonly how: How;
  }[];
  /** What only an administrator can do, with the person's findings filled in. */
  readonly workOrder: readonly string[];
  readonly startedAt: string;
  /** Who asks, where the channel knows; tickets written before there was a desk lack the rest. */
  readonly person?: Person | null;
  /** What the person added, and the names of what they left out (the transcript is left out by the name of `part-transcript`). */
  readonly added?: readonly string[];
  readonly leftOut?: readonly string[];
  /** The language of the report (ISO 639-1); null where it can't be told. */
  readonly language?: string | null;
}

/** A request for an agent; `finding` is for information only (the person can work again). */
export interface Ticket {
  readonly id: string;
  readonly conversation: string;
  readonly kind: 'request' | 'finding';
  readonly summary: CaseSummary;
  readonly at: string;
}

/** Something the person or an agent wrote after the hand-over. */
export interface Written {
  readonly at: string;
  /** Who wrote it, where the channel knows a name. */
  readonly by: string | null;
  readonly text: string;
}

/** How a case ended, and what the person thought of it. */
export interface CaseEnd {
  readonly conversation: string;
  readonly caseId: string;
  readonly intent: string | null;
  readonly outcome: Outcome;
  readonly rating: string | null;
  readonly at: string;
}
