/** Lessons in the database: written with the turn in which they came, read and used by authors. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { CaseKind } from '../core/case-record.ts';
import type { KeptLesson, LessonList, LessonReading, LessonUse } from '../core/lesson.ts';
import type { Outcome } from '../core/reply.ts';
import type { Handled, Store } from '../core/store.ts';
import { statement } from './statement.ts';
import type { Tables } from './tables.ts';

/** The number of ids in one statement. */
const IDS_AT_ONCE = 500;

/** The part of the store that keeps lessons. */
export function lessons(
  db: Kysely<Tables>,
): Pick<Store, 'lessons' | 'lessonsById' | 'lessonsIn' | 'useLessons' | 'takeLessons'> {
  return {
    async lessons(list, most) {
      // Literals: so the partial indexes are enough.
      const [where, by] = LISTS[list];
      const rows = await rowsOf(db)
        .where(where)
        .orderBy(`lesson.${by}`, 'desc')
        .orderBy('lesson.id', 'desc')
        .limit(most)
        .execute();
      return rows.map(keptOf);
    },

    async lessonsById(ids) {
      const found: KeptLesson[] = [];
      for (let i = 0; i < ids.length; i += IDS_AT_ONCE) {
        const some = ids.slice(i, i + IDS_AT_ONCE);
        const rows = await rowsOf(db).where('lesson.id', 'in', some).where('taken_at', 'is', null).execute();
        found.push(...rows.map(keptOf));
      }
      return found;
    },

    async lessonsIn(conversation) {
      const rows = await rowsOf(db).where('lesson.conversation', '=', conversation).orderBy('lesson.seq').execute();
      return rows.map(keptOf);
    },

    async useLessons(uses, at) {
      return db.transaction().execute(async (tx) => {
        let changed = 0;
        for (const { id, use } of uses) {
          // A lesson that is left alone is done with at once.
          const isLeft = use?.use === 'leave';
          const { numUpdatedRows } = await tx
            .updateTable('lesson')
            .set({ use: use && JSON.stringify(use), used_at: use && at, taken_at: isLeft ? at : null })
            .where('id', '=', id)
            .where('taken_at', 'is', null)
            .executeTakeFirst();
          changed += Number(numUpdatedRows);
        }
        return changed;
      });
    },

    async takeLessons(ids, at) {
      await db.transaction().execute(async (tx) => {
        for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
          await tx
            .updateTable('lesson')
            .set({ taken_at: at })
            .where('id', 'in', ids.slice(i, i + IDS_AT_ONCE))
            .where('used_at', 'is not', null)
            .where('taken_at', 'is', null)
            .execute();
      });
    },
  };
}

const LISTS: Readonly<
  Record<LessonList, readonly [where: ReturnType<typeof sql<boolean>>, by: 'at' | 'used_at' | 'taken_at']>
> = {
  open: [sql<boolean>`lesson.used_at is null`, 'at'],
  draft: [sql<boolean>`lesson.used_at is not null and lesson.taken_at is null`, 'used_at'],
  done: [sql<boolean>`lesson.taken_at is not null`, 'taken_at'],
};

/** Lessons with what became of the case, or of the ticket whose topic was wrong. */
function rowsOf(db: Kysely<Tables>) {
  return db
    .selectFrom('lesson')
    .leftJoin('case_record', 'case_record.id', 'lesson.record')
    .leftJoin('case_kind', 'case_kind.id', 'case_record.kind')
    .leftJoin('ticket_entry', (join) =>
      join.on(
        sql<boolean>`lesson.kind = 'wrong' and ticket_entry.ticket = substr(lesson.conversation, ${sql.lit(TICKET.length + 1)})`,
      ),
    )
    .select([
      ...(['lesson.id', 'lesson.at', 'lesson.kind', 'lesson.text', 'lesson.read', 'lesson.intent'] as const),
      'lesson.message',
      ...(['lesson.record', 'lesson.use', 'case_kind.kind as became', 'ticket_entry.outcome as closed'] as const),
    ]);
}

const TICKET = 'ticket:';

type LessonRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

function keptOf({ read, use, became, closed, ...rest }: LessonRow): KeptLesson {
  const kind = became === null ? null : (JSON.parse(became) as CaseKind);
  // Of a ticket with the wrong topic it is not known which problem it was: only how agents closed it.
  const ticket = closed === null ? null : { intent: null, outcome: null, agents: closed as Outcome };
  return {
    ...rest,
    read: JSON.parse(read) as LessonReading,
    use: use === null ? null : (JSON.parse(use) as LessonUse),
    became: kind ? { intent: kind.intent, outcome: kind.outcome, agents: kind.agents } : ticket,
  };
}

/** Deletes what was kept of messages that were taken back or changed, whatever an author wanted with it. */
export async function forgetLessons(tx: Transaction<Tables>, handled: readonly Handled[]): Promise<void> {
  for (const { conversation, unlearned = [] } of handled)
    if (unlearned.length > 0)
      await tx
        .deleteFrom('lesson')
        .where('conversation', '=', conversation)
        .where('message', 'in', unlearned)
        .execute();
}

/** Writes the lessons of turns, in the transaction of their commit. */
export async function writeLessons(tx: Transaction<Tables>, handled: readonly Handled[]): Promise<void> {
  for (const { conversation, lessons = [] } of handled)
    for (const { read, seq, at, kind, text, intent, message, record } of lessons)
      await writeLesson(tx, [
        ...[randomUUID(), conversation, seq, at, kind, text],
        ...[JSON.stringify(read), intent, message, record],
      ]);
}

const writeLesson = statement(
  () => `insert into lesson (id, conversation, seq, at, kind, text, read, intent, message, record)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
