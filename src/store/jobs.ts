/** Jobs that wait, and the pictures they read. */
import type { Kysely } from 'kysely';
import type { Job, JobRow } from '../core/job.ts';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The largest number of images that a conversation keeps waiting to be read. */
const MOST_IMAGES = 10;

/** The jobs' part of the store. */
export function jobs(db: Kysely<Tables>): Pick<Store, 'jobs' | 'begin' | 'finish' | 'keepImage' | 'image'> {
  return {
    async jobs(): Promise<readonly JobRow[]> {
      const rows = await db.selectFrom('job').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(({ conversation, channel, address, job, attempts }) => ({
        conversation,
        channel,
        address,
        job: JSON.parse(job) as Job,
        attempts,
      }));
    },

    async begin(job: string): Promise<number> {
      const row = await db
        .updateTable('job')
        .set((e) => ({ attempts: e('attempts', '+', 1) }))
        .where('id', '=', job)
        .returning('attempts')
        .executeTakeFirst();
      return row?.attempts ?? 0;
    },

    async finish(id: string): Promise<void> {
      await db.transaction().execute(async (tx) => {
        const row = await tx
          .deleteFrom('job')
          .where('id', '=', id)
          .returning(['conversation', 'job'])
          .executeTakeFirst();
        const refs = row ? (JSON.parse(row.job) as Job).images.map((i) => i.ref) : [];
        if (refs.length > 0)
          await tx
            .deleteFrom('image')
            .where('conversation', '=', row!.conversation)
            .where('ref', 'in', refs)
            // Another job of the conversation may still read them and deletes them when it ends.
            .where('conversation', 'not in', tx.selectFrom('job').select('conversation'))
            .execute();
      });
    },

    async keepImage(conversation: string, ref: string, bytes: Uint8Array, at: string): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('image')
          .values({
            conversation,
            ref,
            bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
            created_at: at,
          })
          .onConflict((c) => c.columns(['conversation', 'ref']).doNothing())
          .execute();
        const kept = await tx
          .selectFrom('image')
          .select('ref')
          .where('conversation', '=', conversation)
          .orderBy('created_at', 'desc')
          .orderBy('ref')
          .execute();
        const over = kept.slice(MOST_IMAGES).map((r) => r.ref);
        if (over.length > 0)
          await tx.deleteFrom('image').where('conversation', '=', conversation).where('ref', 'in', over).execute();
      });
    },

    async image(conversation: string, ref: string): Promise<Uint8Array | null> {
      const row = await db
        .selectFrom('image')
        .select('bytes')
        .where('conversation', '=', conversation)
        .where('ref', '=', ref)
        .executeTakeFirst();
      return row?.bytes ?? null;
    },
  };
}
