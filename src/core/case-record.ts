/** Records of cases: what became of each problem that somebody came with, and how the records are counted. */
import type { Outcome } from './reply.ts';

/**
 * The part of agents in a case: `written` where no desk has the ticket; `waiting` or `held` at a desk; closed by an agent
 * with an outcome (an `Outcome`); ended by the person, who left the queue (`left`) or was helped meanwhile (`solved`).
 */
export type AgentsPart = 'written' | 'waiting' | 'held' | Outcome | 'left' | 'solved';

/** The check-back after a fix "for now": still to come, answered with yes or no, or not answered. */
export type CheckedBack = 'due' | 'stays' | 'again' | 'silent';

/**
 * The record of one problem that somebody came with. It stays in the conversation's state and changes with each turn;
 * the store counts it from there. It holds no word that anybody wrote.
 */
export interface CaseRecord {
  /** Unique over all conversations: a case may move to another one. */
  readonly id: string;
  /** The time of the person's first message, and of their last one (ISO 8601). */
  readonly beganAt: string;
  readonly lastAt: string;
  /** When the case was started, by which it is known again, and its id; null while no problem was recognised. */
  readonly startedAt: string | null;
  readonly caseId: string | null;
  readonly intent: string | null;
  readonly pack: string | null;
  readonly category: string | null;
  /** The way through the walkthroughs (`case-path.ts`); empty where none was begun. */
  readonly path: string;
  /** How it ended with the bot; null while it is open. */
  readonly outcome: Outcome | null;
  readonly fixedAt: string | null;
  readonly handedAt: string | null;
  /** When the first agent took it. */
  readonly takenAt: string | null;
  readonly agents: AgentsPart | null;
  readonly reopened: boolean;
  readonly checked: CheckedBack | null;
  readonly rating: string | null;
  /** Whether an agent came by the time that was first promised; left out where nothing was promised, or nobody came yet. */
  readonly promise?: PromiseKept;
}

/** The end of a promise of a time. */
export type PromiseKept = 'kept' | 'broken';

/** The cases to count: those begun on these days (UTC, `2026-03-02`, both included), of one channel, pack or problem. */
export interface CaseQuery {
  readonly from: string;
  readonly to: string;
  readonly channel: string | null;
  readonly pack: string | null;
  readonly intent: string | null;
}

/** The features that cases are counted by. */
export interface CaseKind {
  readonly channel: string;
  readonly pack: string | null;
  readonly category: string | null;
  readonly intent: string | null;
  /** Whether a step of a walkthrough was asked or told. */
  readonly walked: boolean;
  readonly outcome: Outcome | null;
  readonly agents: AgentsPart | null;
  readonly reopened: boolean;
  readonly checked: CheckedBack | null;
  readonly rating: string | null;
  readonly promise?: PromiseKept;
}

/** The number of cases of one kind: in all, and by the day they began on, which is counted from the period's first, 0. */
export interface CaseCount extends CaseKind {
  readonly cases: number;
  readonly days: readonly (readonly [day: number, cases: number])[];
}

/** The number of cases that went the same way. */
export interface PathCount {
  readonly path: string;
  /** Whether the case was handed over. */
  readonly handed: boolean;
  readonly cases: number;
}

/** The times that are counted: from the first message to the answer and to the fix, and from the hand-over to a person. */
export const CASE_TIMES = ['answer', 'fix', 'person'] as const;
export type CaseTime = (typeof CASE_TIMES)[number];

/** Everything the figures are worked out from. */
export interface CaseCounts {
  readonly cases: readonly CaseCount[];
  readonly paths: readonly PathCount[];
  /** The times of all cases that got that far, the shortest first: answers in milliseconds, the others in seconds. */
  readonly times: Readonly<Record<CaseTime, Float64Array>>;
}
