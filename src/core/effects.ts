/** Everything that follows from one turn besides the state after it, collected while the turn is worked out. */
import type { Saved, TurnResult } from './conversation.ts';
import type { Alarm, OutgoingEvent, Timer } from './desk.ts';
import type { Job } from './job.ts';
import type { Lesson } from './lesson.ts';
import type { Reply } from './reply.ts';
import type { CaseEnd, Ticket } from './ticket.ts';

/** Collects replies, tickets, events and the like; the journal stores all of them with the state, or none. */
export class Effects {
  readonly replies: Reply[] = [];
  readonly posts: TurnResult['posts'][number][] = [];
  readonly tickets: Ticket[] = [];
  readonly ends: CaseEnd[] = [];
  readonly jobs: Job[] = [];
  readonly outgoing: OutgoingEvent[] = [];
  readonly alarms: Alarm[] = [];
  readonly lessons: Lesson[] = [];
  /** Messages that were taken back or changed. */
  readonly unlearned: string[] = [];
  readonly #timers = new Map<string, Timer>();

  /** Sends an event to another conversation. */
  emit(...events: readonly OutgoingEvent[]): void {
    this.outgoing.push(...events);
  }

  /** Sets a timer (ISO 8601), or cancels it with null; a second one of the same name replaces the first. */
  ring(name: string, at: string | null): void {
    this.#timers.set(name, { name, at });
  }

  /** The result of the turn, with the state after it. */
  result<S extends Saved>(state: S): TurnResult<S> {
    const { replies, posts, tickets, ends, jobs, outgoing, alarms, lessons, unlearned } = this;
    const timers = [...this.#timers.values()];
    const learnt = {
      ...(lessons.length === 0 ? {} : { lessons }),
      ...(unlearned.length === 0 ? {} : { unlearned }),
    };
    return { state, replies, posts, tickets, ends, jobs, outgoing, timers, alarms, ...learnt };
  }
}
