/** Lists of tickets, and the search in them: read by an index. */
import { type Kysely, sql } from 'kysely';
import type { Outcome } from '../core/reply.ts';
import type { Store, TicketQuery } from '../core/store.ts';
import type { TicketEntry } from '../core/ticket-entry.ts';
import type { Tables } from './tables.ts';

/** The largest number of changed tickets that are told at once; with more of them, lists are read anew anyway. */
const MOST_CHANGED = 200;
/** The last character there is: words that begin with `a` are those from `a` to `a` and this one. */
const LAST = '\u{10ffff}';

/** The part of the store that lists tickets. */
export function ticketList(db: Kysely<Tables>): Pick<Store, 'ticketPage' | 'ticketCounts' | 'ticketsChanged'> {
  return {
    async ticketPage(query) {
      const rows = await pageOf(db, query).execute();
      const shown = rows.slice(0, query.most);
      const last = shown.at(-1);
      const place = (row: Tables['ticket_entry']): unknown[] =>
        query.list === 'all' ? [row.at, row.ticket] : [row.priority, row.since, row.ticket];
      return {
        entries: shown.map(read),
        next: last && rows.length > shown.length ? JSON.stringify(place(last)) : null,
      };
    },

    async ticketCounts(holder) {
      const waiting = db
        .selectFrom('ticket_entry')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where(sql<boolean>`state = 'waiting'`);
      const mine = db
        .selectFrom('ticket_entry')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where(sql<boolean>`state = 'held'`)
        .where('holder', '=', holder);
      const counts = await Promise.all([waiting.executeTakeFirstOrThrow(), mine.executeTakeFirstOrThrow()]);
      return { waiting: Number(counts[0].n), mine: Number(counts[1].n) };
    },

    async ticketsChanged(after) {
      return db
        .selectFrom('ticket_entry')
        .select(['ticket', 'at'])
        .where('at', '>', after)
        .orderBy('at')
        .orderBy('ticket')
        .limit(MOST_CHANGED)
        .execute();
    },
  };
}

/** One row more than asked for, to see whether there are more. */
function pageOf(db: Kysely<Tables>, { list, holder, words, after, most }: TicketQuery) {
  let query = db
    .selectFrom('ticket_entry')
    .selectAll()
    .limit(most + 1);
  for (const word of words)
    query = query.where(
      'ticket',
      'in',
      db.selectFrom('ticket_word').select('ticket').where('word', '>=', word).where('word', '<', `${word}${LAST}`),
    );
  const from = placeIn(after);
  if (list === 'all') {
    const [at, ticket] = from;
    return query
      .$if(from.length === 2, (q) => q.where(sql<boolean>`(at, ticket) < (${at}, ${ticket})`))
      .orderBy('at', 'desc')
      .orderBy('ticket', 'desc');
  }
  const [priority, since, ticket] = from;
  return (
    query
      // Literals: so the partial indexes are enough.
      .$if(list === 'waiting', (q) => q.where(sql<boolean>`state = 'waiting'`))
      .$if(list === 'mine', (q) => q.where(sql<boolean>`state = 'held'`).where('holder', '=', holder))
      .$if(from.length === 3, (q) =>
        q.where(sql<boolean>`(priority, since, ticket) > (${Number(priority)}, ${since}, ${ticket})`),
      )
      .orderBy('priority')
      .orderBy('since')
      .orderBy('ticket')
  );
}

/** Reads where a page ended; the beginning for anything else. */
function placeIn(after: string | null): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(after ?? '[]');
    return Array.isArray(read) && read.every((v) => typeof v === 'string' || typeof v === 'number') ? read : [];
  } catch {
    return [];
  }
}

function read(row: Tables['ticket_entry']): TicketEntry {
  const { ticket, state, desk, person, channel, title, intent, since, promised, unanswered } = row;
  return {
    ...{ ticket, state, desk, person, channel, title, intent, since, promised, unanswered },
    holder: row.holder === null ? null : { id: row.holder, name: row.holder_name },
    verified: row.verified === 1,
    urgent: row.priority === 0,
    changedAt: row.changed_at,
    outcome: row.outcome as Outcome | null,
  };
}
