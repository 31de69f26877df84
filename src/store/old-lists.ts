/** Deletes old lines of the list of the erased, and sessions and tabs of the console that are over. */
import type { Kysely } from 'kysely';
import type { Bite } from '../core/store.ts';
import type { Tables } from './tables.ts';
import { holdPlace } from './wipe.ts';

/** The number of erased in one bite. */
const MOST_IN_A_BITE = 20;

/** Deletes the next few lines of the list of the erased from before a time, with the places that were kept for them. */
export async function oldErased(db: Kysely<Tables>, before: string): Promise<Bite> {
  const rows = await db
    .selectFrom('erased')
    .select(['id', 'at'])
    .where('at', '<', before)
    .orderBy('at')
    .limit(MOST_IN_A_BITE)
    .execute();
  for (const { id, at } of rows)
    await db.transaction().execute(async (tx) => {
      await holdPlace(tx, id);
      await tx
        .deleteFrom('sequence')
        .where('conversation', '=', id)
        .where((e) => e.not(e.exists(e.selectFrom('conversation').select('id').where('id', '=', id))))
        .where((e) => e.not(e.exists(e.selectFrom('inbox').select('seq').where('conversation', '=', id))))
        .execute();
      await tx.deleteFrom('erased').where('id', '=', id).where('at', '=', at).execute();
    });
  return { gone: rows.length, next: rows.length < MOST_IN_A_BITE ? null : '[]' };
}

/** Deletes sessions that ended, and open tabs that were not renewed since. */
export async function oldSessions(db: Kysely<Tables>, before: string): Promise<Bite> {
  const sessions = await db.deleteFrom('console_session').where('until', '<', before).executeTakeFirst();
  const tabs = await db.deleteFrom('console_open').where('at', '<', before).executeTakeFirst();
  return { gone: Number(sessions.numDeletedRows + tabs.numDeletedRows), next: null };
}
