/** Lists of tickets, and the search in them: read by an index. */
import { type Kysely, sql } from 'kysely';
import type { Outcome } from '../core/reply.ts';
import type { Store, TicketQuery } from '../core/store.ts';
import type { TicketEntry } from '../core/ticket-entry.ts';
import type { Tables } from './tables.ts';

/** The largest number of changed tickets that are told at once; with more of them, lists are read anew anyway. */
const MOST_CHANGED = 200;
/** The number of tickets from which on a word counts as common. */
const MANY = 500;
/** The last character there is: words that begin with `a` are those from `a` to `a` and this one. */
const LAST = '\u{10ffff}';

/** The part of the store that lists tickets. */
export function ticketList(
  db: Kysely<Tables>,
): Pick<Store, 'ticketPage' | 'ticketCounts' | 'ticketsChanged' | 'ratedTickets'> {
  return {
    async ticketPage(query) {
      const rows = await pageOf(db, query, await weighed(db, query.words)).execute();
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

    async ratedTickets(from, to, most) {
      const rows = await db
        .selectFrom('ticket_entry')
        .select(['ticket', 'title', 'intent', 'channel', 'rating', 'rating_text', 'rated_at'])
        .where(sql<boolean>`rated_at is not null`)
        .where('rated_at', '>=', from)
        .where('rated_at', '<', to)
        .orderBy('rated_at', 'desc')
        .limit(most)
        .execute();
      return rows.map(({ rating_text: text, rated_at: at, ...row }) => ({ ...row, text, at: at! }));
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

/** The words of a query, each with whether very many tickets have it. */
async function weighed(db: Kysely<Tables>, words: readonly string[]) {
  const counts = words.map(async (word) => {
    const one = db.selectFrom('ticket_word').select('ticket').where(begins(word));
    const last = await one
      .offset(MANY - 1)
      .limit(1)
      .executeTakeFirst();
    return { word, isCommon: last !== undefined };
  });
  return Promise.all(counts);
}

/** The condition that a word of the table begins with another one. */
function begins(word: string) {
  return sql<boolean>`word >= ${word} and word < ${word + LAST}`;
}

/** One row more than asked for, to see whether there are more. */
function pageOf(
  db: Kysely<Tables>,
  { list, holder, after, most }: TicketQuery,
  words: readonly { readonly word: string; readonly isCommon: boolean }[],
) {
  let query = db
    .selectFrom('ticket_entry')
    .selectAll()
    .limit(most + 1);
  for (const { word, isCommon } of words)
    query = isCommon
      ? // The list is read in its order, and soon has enough tickets with such a word.
        query.where((e) =>
          e.exists(
            e
              .selectFrom('ticket_word')
              .select('word')
              .whereRef('ticket_word.ticket', '=', 'ticket_entry.ticket')
              .where(begins(word)),
          ),
        )
      : query.where('ticket', 'in', db.selectFrom('ticket_word').select('ticket').where(begins(word)));
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
    rating: row.rating,
    ratingText: row.rating_text,
    ratedAt: row.rated_at,
  };
}
