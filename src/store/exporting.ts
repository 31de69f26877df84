/** Reads for an export what nothing else asks for: a person's words in conversations of others, and what hangs on their own. */
import type { Kysely } from 'kysely';
import { ticketOf } from '../core/desk.ts';
import type { Job } from '../core/job.ts';
import type { Store } from '../core/store.ts';
import { belongingsOf, placesOf } from './belongings.ts';
import { lessons } from './lessons.ts';
import type { Tables } from './tables.ts';
import { spokenElsewhere } from './unspoken.ts';

/** The part of the store that exports read. */
export function exporting(db: Kysely<Tables>): Pick<Store, 'elsewhere' | 'beside'> {
  const { lessonsIn } = lessons(db);
  return {
    async elsewhere(who) {
      const words = await spokenElsewhere(db, who, new Set(placesOf(await belongingsOf(db, who))));
      return Promise.all(
        words.map(async (one) => {
          const ids = await db
            .selectFrom('lesson')
            .select('id')
            .where('conversation', '=', one.conversation)
            .where('seq', '=', one.turn)
            .execute();
          const known = new Set(ids.map(({ id }) => id));
          const kept = known.size === 0 ? [] : await lessonsIn(one.conversation);
          return { ...one, lessons: kept.filter(({ id }) => known.has(id)) };
        }),
      );
    },

    async beside(conversation) {
      const [row, jobs, timers, links] = await Promise.all([
        db.selectFrom('conversation').select('open').where('id', '=', conversation).executeTakeFirst(),
        db.selectFrom('job').select('job').where('conversation', '=', conversation).orderBy('id').execute(),
        db.selectFrom('timer').select(['name', 'at']).where('conversation', '=', conversation).orderBy('at').execute(),
        db.selectFrom('link').select(['ticket', 'at']).where('conversation', '=', conversation).orderBy('at').execute(),
      ]);
      return {
        open: row?.open ?? null,
        jobs: jobs.map(({ job }) => JSON.parse(job) as Job),
        timers,
        links,
        entry: await entryIn(db, conversation),
      };
    },
  };
}

async function entryIn(db: Kysely<Tables>, conversation: string) {
  const ticket = ticketOf(conversation);
  if (ticket === null) return null;
  const entry = await db.selectFrom('ticket_entry').selectAll().where('ticket', '=', ticket).executeTakeFirst();
  const words = await db
    .selectFrom('ticket_word')
    .select('word')
    .where('ticket', '=', ticket)
    .orderBy('word')
    .execute();
  return entry ? { ...entry, words: words.map(({ word }) => word) } : null;
}
