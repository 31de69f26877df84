/** The rows from which lists of tickets are read: written with every turn of a ticket. */
import { type Insertable, type Kysely, sql } from 'kysely';
import { entryOf, type ListedState, type WrittenEntry } from '../core/ticket-entry.ts';

/** The number of words in one statement, and of tickets that are listed at once. */
const WORDS_AT_ONCE = 200;
const TICKETS_AT_ONCE = 100;

/** The tables of the list, and the part of another one that it is filled from. */
export interface EntryTables {
  /** Tickets as lists show them; the rest of a ticket is in its conversation's state. `priority` is 0 for urgent ones, otherwise 1. */
  ticket_entry: {
    ticket: string;
    state: 'waiting' | 'held' | 'closed';
    desk: string;
    holder: string | null;
    holder_name: string | null;
    person: string | null;
    channel: string;
    verified: number;
    title: string | null;
    intent: string | null;
    priority: number;
    since: string;
    changed_at: string;
    promised: string | null;
    unanswered: string | null;
    outcome: string | null;
    at: string;
    rating: string | null;
    rating_text: string | null;
    rated_at: string | null;
  };
  /** The words by which tickets are found. */
  ticket_word: { word: string; ticket: string };
  conversation: {
    id: string;
    version: number;
    state: string;
    updated_at: string;
    person: string | null;
    open: string | null;
  };
}

/** Writes entries of tickets, each over the one before. */
export async function writeEntries(
  tx: Kysely<EntryTables>,
  entries: readonly WrittenEntry[],
  at: string,
): Promise<void> {
  for (const entry of entries) {
    const row = rowOf(entry, at);
    await tx
      .insertInto('ticket_entry')
      .values(row)
      .onConflict((c) => c.column('ticket').doUpdateSet(row))
      .execute();
    if (entry.replaces) await tx.deleteFrom('ticket_word').where('ticket', '=', entry.ticket).execute();
    for (let i = 0; i < entry.words.length; i += WORDS_AT_ONCE)
      await tx
        .insertInto('ticket_word')
        .values(entry.words.slice(i, i + WORDS_AT_ONCE).map((word) => ({ word, ticket: entry.ticket })))
        .onConflict((c) => c.doNothing())
        .execute();
  }
}

/** Lists the tickets of a database from before there was a list. */
export async function fillEntries(db: Kysely<EntryTables>): Promise<void> {
  for (let from = 'ticket:'; ; ) {
    const rows = await db
      .selectFrom('conversation')
      .select(['id', 'state', 'updated_at'])
      .where(sql<boolean>`id like 'ticket:%'`)
      .where('id', '>', from)
      .orderBy('id')
      .limit(TICKETS_AT_ONCE)
      .execute();
    for (const { state, updated_at } of rows) {
      const read = JSON.parse(state) as Partial<ListedState> | null;
      if (read?.ticket?.summary && read.personSide && read.path)
        await writeEntries(db, [entryOf(read as ListedState, null)], updated_at);
    }
    if (rows.length < TICKETS_AT_ONCE) return;
    from = rows.at(-1)!.id;
  }
}

/** The columns of an entry; those of a rating only where there is one, since the first lists had none. */
function rowOf(entry: WrittenEntry, at: string): Insertable<EntryTables['ticket_entry']> {
  const { ticket, state, desk, holder, person, channel, title, intent, since, promised, unanswered, outcome } = entry;
  return {
    ...{ ticket, state, desk, person, channel, title, intent, since, promised, unanswered, outcome, at },
    holder: holder?.id ?? null,
    holder_name: holder?.name ?? null,
    verified: entry.verified ? 1 : 0,
    priority: entry.urgent ? 0 : 1,
    changed_at: entry.changedAt,
    ...(entry.ratedAt === null ? {} : { rating: entry.rating, rating_text: entry.ratingText, rated_at: entry.ratedAt }),
  };
}
