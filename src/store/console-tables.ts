/** The tables of the console besides the list of tickets, and the migration that makes them. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The tables of the console: sessions, open tabs, and changes of the content. */
export interface ConsoleTables {
  /** Sessions, and sign-ins under way, by the hash of their keys; `data` can be read with the key alone. */
  console_session: {
    hash: string;
    kind: 'session' | 'page' | 'sign-in';
    /** The person who signed in on the chat page. */
    person: string | null;
    data: string;
    used_at: string;
    until: string;
  };
  /** Consoles that are open in a browser, each with the ticket that it shows. A row that is not renewed counts no more. */
  console_open: {
    id: string;
    person: string;
    name: string;
    /** The names of the pages that the user may see, with spaces around each. */
    pages: string;
    ticket: string | null;
    writing: number;
    at: string;
  };
  /** The content that the service ran with, and since when: what a change did is worked out from it. */
  content_change: { at: string; hash: string };
}

/** Sessions by the person on the chat page whose they are: who is erased is signed in no more. */
export const sessionsOfPeople: Migration = {
  async up(db: Kysely<ConsoleTables>) {
    await db.schema.alterTable('console_session').addColumn('person', 'text').execute();
    await sql`create index console_session_person on console_session (person) where person is not null`.execute(db);
  },
};

/** The columns that the list of tickets gets with the same migration. */
interface RatedEntries {
  ticket_entry: { rated_at: string | null };
}

/** For the console: sessions over several instances, who is there, changes of the content, and ratings in the list of tickets. */
export const consoleParts: Migration = {
  async up(db: Kysely<ConsoleTables & RatedEntries>) {
    await db.schema
      .createTable('console_session')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('data', 'text', (c) => c.notNull())
      .addColumn('used_at', 'text', (c) => c.notNull())
      .addColumn('until', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('console_open')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('pages', 'text', (c) => c.notNull())
      .addColumn('ticket', 'text')
      .addColumn('writing', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('content_change')
      .addColumn('at', 'text', (c) => c.primaryKey())
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute();
    for (const column of ['rating', 'rating_text', 'rated_at'] as const)
      await db.schema.alterTable('ticket_entry').addColumn(column, 'text').execute();
    await sql`create index ticket_entry_rated on ticket_entry (rated_at) where rated_at is not null`.execute(db);
  },
};
