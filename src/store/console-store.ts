/** The console's part of the database: sessions, the consoles that are open, and changes of the content. */
import type { Kysely } from 'kysely';
import type { KeptSession } from '../core/console.ts';
import type { Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The largest number of each kind: of sessions, and of sign-ins under way, which anybody can begin; beyond it the oldest go. */
const MOST_SESSIONS = 20_000;

/** The part of the store that the console has for itself. */
export function consoleStore(
  db: Kysely<Tables>,
): Pick<
  Store,
  | 'keepSession'
  | 'session'
  | 'swapSession'
  | 'useSession'
  | 'endSession'
  | 'keepOpen'
  | 'closeOpen'
  | 'openConsoles'
  | 'contentChanged'
  | 'contentChanges'
> {
  return {
    async keepSession({ hash, kind, person, data, usedAt, until }, now) {
      await db.deleteFrom('console_session').where('until', '<', now).execute();
      await db
        .insertInto('console_session')
        .values({ hash, kind, person, data, used_at: usedAt, until })
        .onConflict((c) => c.column('hash').doUpdateSet({ data, used_at: usedAt, until }))
        .execute();
      const oldest = db
        .selectFrom('console_session')
        .select('hash')
        .where('kind', '=', kind)
        .orderBy('used_at', 'desc')
        .limit(MOST_SESSIONS)
        .offset(MOST_SESSIONS);
      await db.deleteFrom('console_session').where('hash', 'in', oldest).execute();
    },

    async session(hash) {
      const row = await db.selectFrom('console_session').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row ? keptIn(row) : null;
    },

    async swapSession(hash, before, after) {
      const { numUpdatedRows } = await db
        .updateTable('console_session')
        .set({ data: after })
        .where('hash', '=', hash)
        .where('data', '=', before)
        .executeTakeFirst();
      return Number(numUpdatedRows) === 1;
    },

    async useSession(hash, at) {
      await db.updateTable('console_session').set({ used_at: at }).where('hash', '=', hash).execute();
    },

    async endSession(hash) {
      const row = await db.deleteFrom('console_session').where('hash', '=', hash).returningAll().executeTakeFirst();
      return row ? keptIn(row) : null;
    },

    async keepOpen({ id, person, name, pages, ticket, isWriting, at }) {
      const row = { ticket, writing: Number(isWriting), at };
      await db
        .insertInto('console_open')
        .values({ id, person, name, pages: ` ${pages.join(' ')} `, ...row })
        // A tab is its user's alone, whatever id somebody else makes up.
        .onConflict((c) => c.column('id').doUpdateSet(row).where('console_open.person', '=', person))
        .execute();
    },

    async closeOpen(id, gone) {
      await db
        .deleteFrom('console_open')
        .where((e) => e.or([e('id', '=', id), e('at', '<', gone)]))
        .execute();
    },

    async openConsoles(after) {
      const rows = await db.selectFrom('console_open').selectAll().where('at', '>', after).orderBy('id').execute();
      return rows.map(({ id, person, name, pages, ticket, writing, at }) => ({
        ...{ id, person, name, ticket, at },
        pages: pages.trim().split(' '),
        isWriting: writing === 1,
      }));
    },

    async contentChanged(hash, at) {
      const last = await db.selectFrom('content_change').selectAll().orderBy('at', 'desc').executeTakeFirst();
      if (last?.hash === hash) return;
      await db
        .insertInto('content_change')
        .values({ at, hash })
        .onConflict((c) => c.column('at').doNothing())
        .execute();
    },

    async contentChanges(most) {
      return db.selectFrom('content_change').selectAll().orderBy('at', 'desc').limit(most).execute();
    },
  };
}

function keptIn({ used_at, ...row }: Tables['console_session']): KeptSession {
  return { ...row, usedAt: used_at };
}
