/**
 * The meter: the port of the figures that operators watch. Everything given to it comes from settings, content or the
 * registry of faults: never anything that people wrote, and never who wrote it.
 */
import type { FaultCode } from './faults.ts';
import type { Message } from './message.ts';
import type { Reading } from './reading.ts';
import type { Outcome, Place } from './reply.ts';
import type { OutboxState } from './store.ts';

/** The end of one attempt at sending: the kinds of a channel's outcome. */
export type AttemptEnd = 'sent' | 'later' | 'refused' | 'unknown';

/** The end of a message: answered, taken without a reply, failed with an apology, or parked. */
export type HandledAs = 'answered' | 'silent' | 'failed' | 'parked';

/** One handled message. */
export interface TurnFigures {
  readonly channel: string;
  /** Whether a person wrote it, or pressed a button; otherwise it came from a job, a timer or another conversation. */
  readonly written: boolean;
  readonly as: HandledAs;
  /** The time in the queue, from its acceptance to its turn, in milliseconds. */
  readonly waitMs: number;
  readonly turnMs: number;
  /** The step that the last reply stands at; null for none. */
  readonly step: Place | null;
  /** The cases that ended with it. */
  readonly ends: readonly { readonly intent: string | null; readonly outcome: Outcome }[];
}

/** Whether a message is a person's own doing. */
export function isWritten({ kind }: Pick<Message, 'kind'>): boolean {
  return kind !== 'event' && kind !== 'result';
}

/** Counts and times what happens; every call is cheap, and none fails. */
export interface Meter {
  /** A message of a person's was stored. */
  received(channel: string): void;
  /** A message was handled. */
  turned(turn: TurnFigures): void;
  /** A text was read, in `ms` milliseconds. */
  read(reading: Pick<Reading, 'decision' | 'intent'>, ms: number): void;
  /** One attempt at sending a reply ended, after `ms` milliseconds. */
  attempted(channel: string, outcome: AttemptEnd, ms: number): void;
  /** The sending of a reply ended for good. */
  ended(channel: string, state: OutboxState): void;
  /** A request was answered with a fault. */
  refused(code: FaultCode): void;
  /** A fault was written to the log. */
  logged(code: FaultCode): void;
  /** The number of open pages changed. */
  streams(open: number): void;
}

/** A meter that counts nothing. */
export const UNMETERED: Meter = {
  received() {},
  turned() {},
  read() {},
  attempted() {},
  ended() {},
  refused() {},
  logged() {},
  streams() {},
};
