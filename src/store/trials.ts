/** Trials of a draft in the database: the last result, and the one that is under way in some instance. */
import type { Kysely } from 'kysely';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that keeps trials. */
export function trials(
  db: Kysely<Tables>,
): Pick<Store, 'trial' | 'keepTrial' | 'trialRun' | 'beginTrial' | 'renewTrial' | 'endTrial'> {
  return {
    async trial() {
      const row = await db.selectFrom('trial').select(['draft', 'at', 'result']).where('id', '=', 1).executeTakeFirst();
      return row ?? null;
    },

    async keepTrial(trial) {
      await db
        .insertInto('trial')
        .values({ id: 1, ...trial })
        .onConflict((c) => c.column('id').doUpdateSet(trial))
        .execute();
    },

    async trialRun() {
      const columns = ['run', 'draft', 'done', 'at'] as const;
      return (await db.selectFrom('trial_run').select(columns).where('id', '=', 1).executeTakeFirst()) ?? null;
    },

    async beginTrial(run) {
      await db
        .insertInto('trial_run')
        .values({ id: 1, ...run })
        .onConflict((c) => c.column('id').doUpdateSet(run))
        .execute();
    },

    async renewTrial(run, done, at) {
      const { numUpdatedRows } = await db
        .updateTable('trial_run')
        .set({ done, at })
        .where('run', '=', run)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async endTrial(run) {
      const { numDeletedRows } = await db
        .deleteFrom('trial_run')
        .$if(run !== null, (q) => q.where('run', '=', run!))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
