/** Audit lines in the database. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that keeps audit lines. They are never changed, and deleted at the age of tickets. */
export function auditing(db: Kysely<Tables>): Pick<Store, 'note' | 'audit'> {
  return {
    async note(line) {
      await db
        .insertInto('audit')
        .values({ ...line, id: randomUUID() })
        .execute();
    },

    async audit(after, most) {
      return db
        .selectFrom('audit')
        .select(['at', 'who', 'name', 'what', 'ticket'])
        .where('at', '>', after)
        .orderBy('at')
        .orderBy('id')
        .limit(most)
        .execute();
    },
  };
}
