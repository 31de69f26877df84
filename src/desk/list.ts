import type { TicketState } from './ticket-state.ts';

/** A ticket for lists: plain values, so that scripts can read them. */
export interface Listed {
  readonly ticket: string;
  readonly state: TicketState['state'];
  readonly since: string;
  readonly desk: string;
  readonly holder: string | null;
  readonly problem: string | null;
  readonly outcome: string | null;
  readonly wrong: boolean;
}

/** A ticket as a list has it. */
export function listedOf({ ticket, state, since, path, at, holder, closed, wrong }: TicketState): Listed {
  const problem = ticket.packet.problem?.intent ?? null;
  return {
    ticket: ticket.id,
    state,
    since,
    desk: path[at] ?? '',
    holder: holder?.name ?? null,
    problem,
    outcome: closed?.outcome ?? null,
    wrong,
  };
}

/** What an agent called the wrong topic, as a row to be labelled and then measured on: `evaluate --on`. */
export function rowOf({ ticket }: TicketState): { text: string; label: string; source: string } {
  return {
    text: ticket.packet.report,
    label: '',
    source: `${ticket.id}, taken for ${ticket.packet.problem?.intent ?? 'nothing'}`,
  };
}
