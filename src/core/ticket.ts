/** Tickets: the request to an agent, and the case summary that comes with it. */
import type { Audience, Slots } from './content.ts';
import type { Person } from './person.ts';
import type { Guess } from './reading.ts';
import type { Outcome } from './reply.ts';

/** The result of a step: answered, or passed over and why. */
export type How = 'answered' | 'skipped' | 'tried' | 'cannot';

/** The case summary: everything an agent should know, so that the person is asked nothing twice. */
export interface CaseSummary {
  readonly audience: Audience;
  readonly channel: string;
  /** The person's own words that began the case, secrets masked. */
  readonly report: string;
  readonly problem: { readonly intent: string; readonly title: string; readonly type: string | null } | null;
  readonly guesses: readonly Guess[];
  readonly evidence: string | null;
  /** The words of the report that spoke most for the problem, the strongest first; missing in older tickets. */
  readonly telling?: readonly string[];
  readonly slots: Slots;
  readonly history: readonly {
    readonly step: string;
    readonly asked: string;
    readonly answer: string;
    readonly how: How;
  }[];
  /** Steps that only an administrator can do, with the person's findings filled in. */
  readonly workOrder: readonly string[];
  readonly startedAt: string;
  /** Whether it takes the urgent route; missing in older tickets. */
  readonly urgent?: boolean;
  /**
   * The person who asks, where the channel knows; tickets written before there was a desk lack the following fields.
   */
  readonly person?: Person | null;
  /** The person's additions, and the names of the parts they left out (`part-transcript` for the transcript). */
  readonly added?: readonly string[];
  readonly leftOut?: readonly string[];
  /** The language of the report (ISO 639-1); null where it can't be told. */
  readonly language?: string | null;
}

/** A request for an agent; a `finding` is for information only, as the person can work again. */
export interface Ticket {
  readonly id: string;
  readonly conversation: string;
  readonly kind: 'request' | 'finding';
  readonly summary: CaseSummary;
  readonly at: string;
}

/** A line that the person or an agent wrote after the hand-over. */
export interface Written {
  readonly at: string;
  /** The author's name, where the channel knows it. */
  readonly by: string | null;
  readonly text: string;
}

/** The end of a case, and the person's rating of it. */
export interface CaseEnd {
  readonly conversation: string;
  readonly caseId: string;
  readonly intent: string | null;
  readonly outcome: Outcome;
  readonly rating: string | null;
  readonly at: string;
}
