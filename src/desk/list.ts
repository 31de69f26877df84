/** Tickets as plain values, for lists and scripts: as they were written, with the changes a desk made since. */
import type { Ticket } from '../core/ticket.ts';
import type { TicketState } from './ticket-state.ts';

/** A ticket in a list. */
export interface Listed {
  readonly ticket: string;
  /** `written`: the ticket is stored, but no desk has it and nobody was notified. */
  readonly state: TicketState['state'] | 'written';
  readonly since: string;
  /** Null where no desk has it. */
  readonly desk: string | null;
  readonly holder: string | null;
  readonly problem: string | null;
  readonly outcome: string | null;
  readonly wrong: boolean;
}

/** Makes a list entry of a ticket; `state` is null where there was no desk for it. */
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

/** Makes a row to label and measure with (`evaluate --on`), of a ticket that an agent called the wrong topic. */
export function rowOf({ ticket }: TicketState): { text: string; label: string; source: string } {
  return {
    text: ticket.summary.report,
    label: '',
    source: `${ticket.id}, taken for ${ticket.summary.problem?.intent ?? 'nothing'}`,
  };
}
