/** The tables, and the migrations that lead to them. */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type CaseTables, caseRecords } from './case-tables.ts';
import { type ConsoleTables, consoleParts, sessionsOfPeople } from './console-tables.ts';
import { type LessonTables, lessonMessages, lessonTables } from './lesson-tables.ts';
import { markTables } from './restored.ts';
import { type EntryTables, fillEntries } from './ticket-entries.ts';

/** The tables, in types that both engines understand: text, whole numbers, and times as ISO 8601 text. */
export interface Tables extends EntryTables, CaseTables, ConsoleTables, LessonTables {
  /** The number of messages accepted in a conversation so far. */
  sequence: { conversation: string; accepted: number };
  inbox: {
    conversation: string;
    seq: number;
    dedupe: string;
    message: string;
    attempts: number;
    state: 'waiting' | 'done' | 'failed' | 'parked';
    accepted_at: string;
  };
  conversation: {
    id: string;
    version: number;
    state: string;
    updated_at: string;
    person: string | null;
    open: string | null;
  };
  outbox: {
    conversation: string;
    turn: number;
    part: number;
    channel: string;
    address: string | null;
    reply: string;
    state: 'ready' | 'sending' | 'sent' | 'unknown' | 'dead';
    attempt: number;
    ready_at: string;
    created_at: string;
    changed_at: string;
    ref: string | null;
  };
  timer: { conversation: string; name: string; at: string; channel: string; address: string | null };
  job: {
    id: string;
    conversation: string;
    channel: string;
    address: string | null;
    job: string;
    attempts: number;
    created_at: string;
  };
  /** One row, written to see whether the database takes writes. */
  heartbeat: { id: number; at: string };
  image: { conversation: string; ref: string; bytes: Uint8Array; created_at: string };
  ticket: { id: string; conversation: string; kind: 'request' | 'finding'; summary: string; at: string };
  /** Private links to conversations: the hash of what stands in each. */
  link: { hash: string; conversation: string; ticket: string; at: string };
  /** Erased people and conversations, by id alone: a backup that still has them is cleared of them. */
  erased: { id: string; at: string };
  /** Audit lines: who opened or did something in the console. */
  audit: { id: string; at: string; who: string; name: string; what: string; ticket: string | null };
  case_end: {
    conversation: string;
    case_id: string;
    intent: string | null;
    outcome: string;
    rating: string | null;
    at: string;
  };
}

/** The first tables: inbox, conversations, outbox, tickets and ends. */
const first: Migration = {
  async up(db: Kysely<Tables>) {
    // The counter is a row of its own, so that accepting never waits for a turn that holds the conversation's row.
    await db.schema
      .createTable('lane')
      .addColumn('conversation', 'text', (c) => c.primaryKey())
      .addColumn('accepted', 'integer', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('inbox')
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('dedupe', 'text', (c) => c.notNull().unique())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('accepted_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('inbox_key', ['conversation', 'seq'])
      .execute();
    await db.schema.createIndex('inbox_waiting').on('inbox').columns(['state', 'conversation', 'seq']).execute();
    await db.schema
      .createTable('conversation')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('outbox')
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('turn', 'integer', (c) => c.notNull())
      .addColumn('part', 'integer', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('reply', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('ready_at', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('outbox_key', ['conversation', 'turn', 'part'])
      .execute();
    // Only replies that are not out yet: a few rows, however long the conversations grow.
    await sql`create index outbox_unsent on outbox (conversation, turn, part, state, ready_at) where state in ('ready', 'sending')`.execute(
      db,
    );
    await db.schema
      .createTable('ticket')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('packet', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('case_end')
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('intent', 'text')
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('rating', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('case_end_key', ['conversation', 'case_id'])
      .execute();
  },
};

/** Jobs and the images they read, the person of a conversation, and the address of a reply. */
const second: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('conversation').addColumn('person', 'text').execute();
    await db.schema.alterTable('conversation').addColumn('open', 'text').execute();
    await db.schema.createIndex('conversation_person').on('conversation').column('person').execute();
    await db.schema.alterTable('outbox').addColumn('address', 'text').execute();
    await db.schema
      .createTable('job')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('address', 'text')
      .addColumn('job', 'text', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .execute();
    const bytes = db.getExecutor().adapter instanceof PostgresAdapter ? 'bytea' : 'blob';
    await db.schema
      .createTable('image')
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('ref', 'text', (c) => c.notNull())
      .addColumn('bytes', bytes, (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('image_key', ['conversation', 'ref'])
      .execute();
  },
};

/** For the desk: the channels' ids of sent replies, and the timers. */
const third: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('outbox').addColumn('ref', 'text').execute();
    await sql`create index outbox_ref on outbox (ref) where ref is not null`.execute(db);
    await db.schema
      .createTable('timer')
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('address', 'text')
      .addPrimaryKeyConstraint('timer_key', ['conversation', 'name'])
      .execute();
    await db.schema.createIndex('timer_at').on('timer').column('at').execute();
  },
};

/**
 * Plain words: tables, columns and keys of stored JSON by the names they have in the code today. A quote inside a JSON
 * string is always escaped, so `"word":` is found only where it is a key.
 */
const fourth: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('lane').renameTo('sequence').execute();
    await db.schema.alterTable('ticket').renameColumn('packet', 'summary').execute();
    for (const [table, column, keys] of RENAMED) {
      const renamed = keys.reduce(
        (value, [before, after]) => sql`replace(${value}, ${before}, ${after})`,
        sql`${sql.ref(column)}`,
      );
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${renamed}`.execute(db);
    }
  },
};

/**
 * Indexes of what is still to be done alone, however much there is in all, and of what is looked for by conversation.
 * PostgreSQL compares text by its language, so that the states of tickets need an index of their own.
 */
const fifth: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.dropIndex('inbox_waiting').execute();
    await sql`create index inbox_waiting on inbox (conversation, seq, accepted_at) where state = 'waiting'`.execute(db);
    await sql`create index conversation_ticket on conversation (updated_at) where id like 'ticket:%'`.execute(db);
    await db.schema.createIndex('ticket_conversation').on('ticket').columns(['conversation', 'at']).execute();
    await db.schema
      .createTable('heartbeat')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
  },
};

const KEYS: readonly (readonly [before: string, after: string])[] = [
  ['"news":', '"event":'],
  ['"kind":"news"', '"kind":"event"'],
  ['"party":', '"personSide":'],
  ['"via":', '"route":'],
  ['"packet":', '"summary":'],
  ['"trail":', '"history":'],
  ['"spot":', '"placement":'],
  ['"noes":', '"unhelped":'],
  ['"unknowns":', '"unanswered":'],
  ['"unclear":', '"misread":'],
];
const RENAMED = [
  ['inbox', 'message', KEYS],
  ['conversation', 'state', KEYS],
  ['outbox', 'reply', KEYS],
  ['ticket', 'summary', KEYS],
] as const;

/** Private links to conversations. */
const sixth: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema
      .createTable('link')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('ticket', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('link_conversation').on('link').column('conversation').execute();
  },
};

/** Ages: indexes of what is oldest, outcomes of deleted cases, and the list of the erased. */
const seventh: Migration = {
  async up(db: Kysely<Tables>) {
    await sql`create index conversation_age on conversation (updated_at, id) where id not like 'ticket:%' and id not like 'desk:%'`.execute(
      db,
    );
    await sql`create index conversation_code on conversation (id) where id like 'code:%'`.execute(db);
    await db.schema.createIndex('ticket_age').on('ticket').columns(['at', 'id']).execute();
    await db.schema.createIndex('image_age').on('image').columns(['created_at', 'conversation', 'ref']).execute();
    await db.schema
      .createTable('outcome')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('intent', 'text')
      .addColumn('outcome', 'text', (c) => c.notNull())
      .addColumn('rating', 'text')
      .addColumn('day', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('erased')
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('erased_key', ['id', 'at'])
      .execute();
  },
};

/** For the console: the list of tickets with its words, and audit lines. */
const eighth: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema
      .createTable('ticket_entry')
      .addColumn('ticket', 'text', (c) => c.primaryKey())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('desk', 'text', (c) => c.notNull())
      .addColumn('holder', 'text')
      .addColumn('holder_name', 'text')
      .addColumn('person', 'text')
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('verified', 'integer', (c) => c.notNull())
      .addColumn('title', 'text')
      .addColumn('intent', 'text')
      .addColumn('priority', 'integer', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .addColumn('promised', 'text')
      .addColumn('unanswered', 'text')
      .addColumn('outcome', 'text')
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await sql`create index ticket_entry_waiting on ticket_entry (priority, since, ticket) where state = 'waiting'`.execute(
      db,
    );
    await sql`create index ticket_entry_held on ticket_entry (holder, priority, since, ticket) where state = 'held'`.execute(
      db,
    );
    await db.schema.createIndex('ticket_entry_at').on('ticket_entry').columns(['at', 'ticket']).execute();
    // A word is looked for by its beginning, which PostgreSQL does by an index only where letters are compared as they are.
    const word = db.getExecutor().adapter instanceof PostgresAdapter ? sql`text collate "C"` : sql`text`;
    await db.schema
      .createTable('ticket_word')
      .addColumn('word', word, (c) => c.notNull())
      .addColumn('ticket', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('ticket_word_key', ['word', 'ticket'])
      .execute();
    await db.schema.createIndex('ticket_word_ticket').on('ticket_word').columns(['ticket', 'word']).execute();
    await db.schema
      .createTable('audit')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .addColumn('ticket', 'text')
      .execute();
    await db.schema.createIndex('audit_at').on('audit').columns(['at', 'id']).execute();
    await fillEntries(db as unknown as Kysely<EntryTables>);
  },
};

/** Indexes of what went wrong alone, for the figures that operators watch: few rows, and none of them on a message's usual way. */
const ninth: Migration = {
  async up(db: Kysely<Tables>) {
    await sql`create index outbox_lost on outbox (changed_at, state) where state in ('unknown', 'dead')`.execute(db);
    await sql`create index inbox_lost on inbox (accepted_at, state) where state in ('failed', 'parked')`.execute(db);
  },
};

/** Nothing changes in the tables: its time tells since when there is a version that reads rows of the short way (`packed.ts`). */
const shortRows: Migration = {
  async up(db: Kysely<Tables>) {
    await sql`select 1`.execute(db);
  },
};

/** Indexes for the ages of figures and of the list of the erased; the table of outcomes, which nobody reads since 010, goes. */
const agesOfFigures: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.createIndex('case_record_path').on('case_record').column('path').execute();
    await db.schema.createIndex('case_record_kind').on('case_record').column('kind').execute();
    await db.schema.createIndex('erased_at').on('erased').column('at').execute();
    await db.schema.dropTable('outcome').execute();
  },
};

/** The mark by which a PostgreSQL database that was put back from a dump is told from one that was not (`restored.ts`). */
const mark: Migration = {
  async up(db: Kysely<Tables>) {
    if (db.getExecutor().adapter instanceof PostgresAdapter) await markTables(db);
  },
};

/**
 * Every change of the tables, in order; a migration that was released is never edited. Since 008 a migration only adds (tables,
 * indexes, columns that may be empty): while an update goes on, the version before works on the same tables. What it no longer
 * needs is taken away by a later version. test/store/migrations.test.ts holds this. */
export const migrations: Record<string, Migration> = {
  '001-first': first,
  '002-jobs': second,
  '003-desk': third,
  '004-plain-words': fourth,
  '005-what-is-left': fifth,
  '006-links': sixth,
  '007-ages': seventh,
  '008-ticket-list': eighth,
  '009-what-went-wrong': ninth,
  '010-case-records': caseRecords,
  '011-lessons': lessonTables,
  '012-console': consoleParts,
  '013-lesson-messages': lessonMessages,
  '014-short-rows': shortRows,
  '015-ages-of-figures': agesOfFigures,
  '016-mark': mark,
  '017-sessions-of-people': sessionsOfPeople,
};
