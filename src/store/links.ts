/** The private links of conversations: their hashes alone. */
import type { Kysely } from 'kysely';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that keeps private links. */
export function links(db: Kysely<Tables>): Pick<Store, 'keepLink' | 'link'> {
  return {
    async keepLink(link, at) {
      await db
        .insertInto('link')
        .values({ ...link, at })
        .onConflict((c) => c.column('hash').doNothing())
        .execute();
    },

    async link(hash) {
      return (await db.selectFrom('link').selectAll().where('hash', '=', hash).executeTakeFirst()) ?? null;
    },
  };
}
