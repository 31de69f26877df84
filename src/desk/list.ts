/**
 * Tickets as plain values, for lists and for scripts: what was written when the person asked, and what a desk made of it since.
 */
import type { Ticket } from '../core/ticket.ts';
import type { TicketState } from './ticket-state.ts';

/** A ticket as a list has it. */
export interface Listed {
  readonly ticket: string;
  /** `written`: written down, and with no desk; nobody was told of it. */
  readonly state: TicketState['state'] | 'written';
  readonly since: string;
  /** Null where no desk has it. */
  readonly desk: string | null;
  readonly holder: string | null;
  readonly problem: string | null;
  readonly outcome: string | null;
  readonly wrong: boolean;
}

/** A ticket as a list has it; `state` is null where there was no desk to put it before. */
export function listedOf({ id, kind, summary, at }: Ticket, state: TicketState | null): Listed {
  const problem = summary.problem?.intent ?? null;
  const alone = { state: 'written', since: at, desk: null, holder: null, wrong: false } as const;
  if (!state) return { ticket: id, problem, ...alone, outcome: kind === 'finding' ? 'fixed-for-now' : null };
  return {
    ticket: id,
    state: state.state,
    since: state.since,
    desk: state.path[state.at] ?? null,
    holder: state.holder?.name ?? null,
    problem,
    outcome: state.closed?.outcome ?? null,
    wrong: state.wrong,
  };
}

/** What an agent called the wrong topic, as a row to be labelled and then measured on: `evaluate --on`. */
export function rowOf({ ticket }: TicketState): { text: string; label: string; source: string } {
  return {
    text: ticket.summary.report,
    label: '',
    source: `${ticket.id}, taken for ${ticket.summary.problem?.intent ?? 'nothing'}`,
  };
}
