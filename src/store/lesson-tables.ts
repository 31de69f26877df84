/** The tables of lessons, and the migration that makes them. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { LessonKind } from '../core/lesson.ts';

/** Words that were not understood, and the last trial of what an author wants done with them. */
export interface LessonTables {
  lesson: {
    id: string;
    /** The message it came with: it is deleted with that. */
    conversation: string;
    seq: number;
    /** The id of the message in which the person wrote it; null in lessons of before. */
    message: string | null;
    at: string;
    kind: LessonKind;
    text: string;
    /** A `LessonReading` as JSON. */
    read: string;
    intent: string | null;
    /** The id of the case's record. */
    record: string | null;
    /** A `LessonUse` as JSON, the time at which it was chosen, and the time at which it was taken into the content. */
    use: string | null;
    used_at: string | null;
    taken_at: string | null;
  };
  /** One row: the last trial of a draft. */
  trial: { id: number; draft: string; at: string; result: string };
  /** One row at most: the trial that is under way or failed, for the other instances. */
  trial_run: { id: number; run: string; draft: string; done: number | null; at: string };
}

export const lessonTables: Migration = {
  async up(db: Kysely<LessonTables>) {
    await db.schema
      .createTable('lesson')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('read', 'text', (c) => c.notNull())
      .addColumn('intent', 'text')
      .addColumn('record', 'text')
      .addColumn('use', 'text')
      .addColumn('used_at', 'text')
      .addColumn('taken_at', 'text')
      .execute();
    await db.schema.createIndex('lesson_conversation').on('lesson').columns(['conversation', 'seq', 'at']).execute();
    await sql`create index lesson_open on lesson (at, id) where used_at is null`.execute(db);
    await sql`create index lesson_draft on lesson (used_at, id) where used_at is not null and taken_at is null`.execute(
      db,
    );
    await sql`create index lesson_done on lesson (taken_at, id) where taken_at is not null`.execute(db);
    await db.schema
      .createTable('trial')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('draft', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('result', 'text', (c) => c.notNull())
      .execute();
  },
};

/** The message of each lesson, so that words which are taken back are forgotten, and the trial under way for all instances. */
export const lessonMessages: Migration = {
  async up(db: Kysely<LessonTables>) {
    await db.schema.alterTable('lesson').addColumn('message', 'text').execute();
    await db.schema
      .createTable('trial_run')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('run', 'text', (c) => c.notNull())
      .addColumn('draft', 'text', (c) => c.notNull())
      .addColumn('done', 'real')
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
  },
};
