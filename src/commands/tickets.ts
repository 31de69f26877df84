/** `firstline tickets`: lists tickets, shows one, and writes them as JSON, whether or not there is a desk. */
import { Fault } from '../core/fault.ts';
import type { Store } from '../core/store.ts';
import type { Ticket, Written } from '../core/ticket.ts';
import type { TicketRecord } from '../desk/record.ts';
import type { TicketState } from '../desk/ticket-state.ts';

/** The silence after which a person's message no longer belongs to a ticket that no agent works on, in milliseconds. */
const SILENCE_MS = 24 * 60 * 60 * 1000;

/**
 * Prints the tickets, newest first, or with `number` everything about one; with `wrong`, the texts that agents said had
 * the wrong topic, as a file to label.
 * @throws {Fault} TICKET_UNKNOWN if no ticket has the number
 */
export async function tickets(number: string | undefined, options: { json?: boolean; wrong?: boolean }): Promise<void> {
  const [{ readConfig }, { openExisting }, { lineOf, recordOf, sheetOf }, { rowOf }] = await Promise.all([
    import('../config.ts'),
    import('../store/open.ts'),
    import('../desk/record.ts'),
    import('../desk/list.ts'),
  ]);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const store = await openExisting(readConfig().databaseUrl);
  try {
    const states = (await store.states('ticket')) as readonly TicketState[];
    if (options.wrong) {
      for (const state of states.filter((s) => s.wrong && s.ticket.summary.report !== ''))
        print(JSON.stringify(rowOf(state)));
      return;
    }
    const all = await store.tickets();
    const asked = number === undefined ? all.toReversed() : all.filter(({ id }) => digits(id) === digits(number));
    if (asked.length === 0 && number !== undefined)
      throw new Fault(
        'TICKET_UNKNOWN',
        `There is no ticket ${number}.`,
        '"npx firstline tickets" lists those in the database; DATABASE_URL says which that is.',
      );
    if (asked.length === 0) process.stderr.write('There are no tickets yet.\n');
    for (const ticket of asked) {
      const state = states.find((s) => s.ticket.id === ticket.id) ?? null;
      if (number === undefined && !options.json) {
        print(lineOf(recordOf(ticket, state, [])));
        continue;
      }
      const record = await gathered(store, ticket, state, all);
      if (options.json) print(JSON.stringify(record));
      else {
        const [{ loadContent }, { contentSources }] = await Promise.all([
          import('../content/load.ts'),
          import('./sources.ts'),
        ]);
        process.stdout.write(sheetOf(loadContent(contentSources()), record));
      }
    }
  } finally {
    await store.close();
  }
}

/**
 * A ticket, with what was written in the person's conversations from then on, until it was closed or the person handed
 * over anew.
 */
async function gathered(
  store: Store,
  ticket: Ticket,
  state: TicketState | null,
  all: readonly Ticket[],
): Promise<TicketRecord> {
  const [{ recordOf }, { writtenBetween }] = await Promise.all([
    import('../desk/record.ts'),
    import('../journal/transcript.ts'),
  ]);
  const written: Written[] = [];
  const there = state?.personSide.conversation ?? ticket.conversation;
  for (const conversation of new Set([ticket.conversation, there])) {
    const lines = await store.lines(conversation, { turn: 0, part: 0 });
    const after = conversation === ticket.conversation ? ticket.at : (state?.cameAt ?? ticket.at);
    const next = all.find((t) => t.conversation === conversation && t.kind === 'request' && t.at > after);
    const closedAt = state?.state === 'closed' ? state.changedAt : null;
    written.push(...writtenBetween(lines, after, closedAt ?? next?.at ?? null));
  }
  return recordOf(ticket, state, state ? written : untilSilence(ticket.at, written));
}

/** The part that was written before the first long silence. */
function untilSilence(from: string, written: readonly Written[]): readonly Written[] {
  const end = written.findIndex(
    ({ at }, i) => Date.parse(at) - Date.parse(i === 0 ? from : written[i - 1]!.at) > SILENCE_MS,
  );
  return end === -1 ? written : written.slice(0, end);
}

/**
 * A ticket's number in one form, however it was typed: `f-7k2m-qx1d`, `7K2MQX1D`; letters and digits that look alike
 * are the same.
 */
export function digits(number: string): string {
  const plain = number
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/[^0-9A-Z]/g, '');
  return plain.length === 9 ? plain.slice(1) : plain;
}
