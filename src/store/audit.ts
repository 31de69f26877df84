/** Audit lines in the database. */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that keeps audit lines. They are never changed, and deleted at the age of tickets. */
export function auditing(db: Kysely<Tables>): Pick<Store, 'note' | 'audit' | 'auditFound'> {
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

    async auditFound(after, words, most) {
      return words
        .reduce(
          (query, word) => query.where(sql<boolean>`${HAYSTACK} like ${likeOf(word)} escape '!'`),
          db.selectFrom('audit').select(['at', 'who', 'name', 'what', 'ticket']).where('at', '>', after),
        )
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(most)
        .execute();
    },
  };
}

/** Everything of a line that words are looked for in. */
const HAYSTACK = sql<string>`lower(name || ' ' || what || ' ' || coalesce(ticket, ''))`;

/** A pattern that finds a word as it is, whatever signs it has. */
function likeOf(word: string): string {
  return `%${word.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}
