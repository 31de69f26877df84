/** The figures of what waits and of what went wrong. Each reads an index of such rows alone, and a bounded number of them. */
import { type Kysely, sql } from 'kysely';
import { type Backlog, MOST_COUNTED, type Store } from '../core/store.ts';
import type { Tables } from './tables.ts';

/** The part of the store that counts what waits. */
export function backlog(db: Kysely<Tables>): Pick<Store, 'backlog'> {
  return {
    async backlog(lostSince: string): Promise<Backlog> {
      const most = sql.lit(MOST_COUNTED);
      const unsent = await sql<{ channel: string; replies: number; since: string }>`
        select channel, count(*) as replies, min(created_at) as since
        from (select channel, created_at from outbox where state in ('ready', 'sending') limit ${most}) as counted
        group by channel`.execute(db);
      const waiting = await sql<{ messages: number; since: string | null }>`
        select count(*) as messages, min(accepted_at) as since
        from (select accepted_at from inbox where state = 'waiting' limit ${most}) as counted`.execute(db);
      const lost = await sql<{ state: string; count: number }>`
        select state, count(*) as count from (
          select state from outbox where state in ('unknown', 'dead') and changed_at >= ${lostSince} limit ${most}
        ) as counted group by state
        union all
        select state, count(*) as count from (
          select state from inbox where state in ('failed', 'parked') and accepted_at >= ${lostSince} limit ${most}
        ) as counted group by state`.execute(db);
      const counted = new Map(lost.rows.map((row) => [row.state, Number(row.count)]));
      const count = (state: keyof Backlog['lost']): number => counted.get(state) ?? 0;
      const { messages, since } = waiting.rows[0]!;
      return {
        // PostgreSQL counts in 64 bits, which its driver gives as text.
        unsent: unsent.rows.map((row) => ({ ...row, replies: Number(row.replies) })),
        waiting: { messages: Number(messages), since },
        lost: { unknown: count('unknown'), dead: count('dead'), parked: count('parked'), failed: count('failed') },
      };
    },
  };
}
